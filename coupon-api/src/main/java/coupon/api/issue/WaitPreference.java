package coupon.api.issue;

import coupon.api.http.InvalidParameterException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How long a client prefers to wait for the outcome: {@code Prefer: wait=N} of RFC 7240. Preferences that mean nothing
 * here are ignored, as are parameters; of several {@code wait} the first counts.
 */
record WaitPreference(int seconds) {
    static final String HEADER = "Prefer";
    private static final int SECONDS_MAX = 30;
    private static final String WAIT = "wait";

    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]++";
    private static final String WORD = "(?:" + TOKEN + "|\"(?:[^\"\\\\]|\\\\.)*+\")";
    private static final String PARAMETER = TOKEN + "(?:[ \\t]*=[ \\t]*(?:" + WORD + ")?)?";
    /** One element of the list with what separates it from the next; elements may be empty. */
    private static final Pattern ELEMENT = Pattern.compile("[ \\t]*+(?:(?<name>" + TOKEN
            + ")(?:[ \\t]*=[ \\t]*(?<value>" + WORD + ")?)?(?:[ \\t]*;[ \\t]*(?:" + PARAMETER + ")?)*)?[ \\t]*(?:,|$)");

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

    /**
     * Reads all lines of the header.
     *
     * @throws InvalidParameterException if a line is malformed, or the wait is not a number from 1 to 30
     */
    static Optional<WaitPreference> in(List<String> lines) {
        return lines.stream()
                .map(WaitPreference::inLine)
                .flatMap(Optional::stream)
                .findFirst();
    }

    Duration duration() {
        return Duration.ofSeconds(seconds);
    }

    String applied() {
        return WAIT + "=" + seconds;
    }

    private static Optional<WaitPreference> inLine(String line) {
        Optional<WaitPreference> found = Optional.empty();
        Matcher element = ELEMENT.matcher(line);
        int end = 0;
        while (end < line.length()) {
            if (!element.region(end, line.length()).lookingAt()) {
                throw new InvalidParameterException(HEADER + " is malformed");
            }
            end = element.end();
            String name = element.group("name");
            if (found.isEmpty() && name != null && name.toLowerCase(Locale.ROOT).equals(WAIT)) {
                found = Optional.of(of(element.group("value")));
            }
        }
        return found;
    }

    private static WaitPreference of(@Nullable String value) {
        String number = value == null ? "" : value.replace("\"", "");
        if (!SECONDS.matcher(number).matches()
                || Integer.parseInt(number) < 1
                || Integer.parseInt(number) > SECONDS_MAX) {
            throw new InvalidParameterException(HEADER + ": wait must be a number of seconds from 1 to " + SECONDS_MAX);
        }
        return new WaitPreference(Integer.parseInt(number));
    }
}
