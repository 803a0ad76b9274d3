package coupon.core.store.r2dbc;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A statement with thousands of literals, written into one buffer. */
final class SqlText {
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final StringBuilder text;
    private final int head;
    private final Map<Long, String> seconds = new HashMap<>();

    /** @param room for the literals that follow, in characters */
    SqlText(String head, int room) {
        text = new StringBuilder(head.length() + room).append(head);
        this.head = head.length();
    }

    SqlText append(String sql) {
        text.append(sql);
        return this;
    }

    /** Before each element of the list that begins after the head. */
    SqlText comma() {
        if (text.length() > head) {
            text.append(',');
        }
        return this;
    }

    SqlText number(@Nullable Long value) {
        text.append(value);
        return this;
    }

    SqlText number(long value) {
        text.append(value);
        return this;
    }

    SqlText id(UUID id) {
        text.append("x'");
        hex(id.getMostSignificantBits());
        hex(id.getLeastSignificantBits());
        text.append('\'');
        return this;
    }

    /** UTC, microseconds. The rows of a batch share few seconds, which are formatted once. */
    SqlText time(Instant moment) {
        text.append('\'')
                .append(seconds.computeIfAbsent(moment.getEpochSecond(), SqlText::second))
                .append('.');
        int micros = moment.getNano() / 1_000;
        for (int digit = 100_000; digit > 0; digit /= 10) {
            text.append((char) ('0' + micros / digit % 10));
        }
        text.append('\'');
        return this;
    }

    private static String second(long epochSecond) {
        return SECONDS.format(LocalDateTime.ofEpochSecond(epochSecond, 0, ZoneOffset.UTC));
    }

    private void hex(long bits) {
        for (int shift = 60; shift >= 0; shift -= 4) {
            text.append(HEX[(int) (bits >>> shift) & 15]);
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
