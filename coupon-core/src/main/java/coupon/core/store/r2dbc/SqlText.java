package coupon.core.store.r2dbc;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A statement with thousands of literals, written into one buffer. Literals and rows are separated by commas; the first of
 * a list follows a space or a parenthesis.
 */
final class SqlText {
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    private final StringBuilder text;
    private final Map<Long, String> seconds = new HashMap<>();

    /** @param room for the literals that follow, in characters */
    SqlText(String head, int room) {
        text = new StringBuilder(head.length() + room).append(head);
    }

    /** Begins a parenthesis in the list. */
    SqlText open() {
        next().append('(');
        return this;
    }

    SqlText close() {
        text.append(')');
        return this;
    }

    SqlText number(@Nullable Long value) {
        next().append(value);
        return this;
    }

    SqlText number(long value) {
        next().append(value);
        return this;
    }

    /** @param name not from outside */
    SqlText name(String name) {
        next().append('\'').append(name).append('\'');
        return this;
    }

    /** In hexadecimal: text from outside never stands in a statement as it is. */
    SqlText bytes(byte[] value) {
        HexFormat.of().formatHex(next().append("x'"), value).append('\'');
        return this;
    }

    /** UTC, microseconds. The rows of a batch share few seconds, which are formatted once. */
    SqlText time(Instant moment) {
        next().append('\'')
                .append(seconds.computeIfAbsent(moment.getEpochSecond(), SqlText::second))
                .append('.');
        int micros = moment.getNano() / 1_000;
        for (int digit = 100_000; digit > 0; digit /= 10) {
            text.append((char) ('0' + micros / digit % 10));
        }
        text.append('\'');
        return this;
    }

    private StringBuilder next() {
        char last = text.charAt(text.length() - 1);
        return last == ' ' || last == '(' ? text : text.append(',');
    }

    private static String second(long epochSecond) {
        return SECONDS.format(LocalDateTime.ofEpochSecond(epochSecond, 0, ZoneOffset.UTC));
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
