package coupon.api.issue;

import static java.util.Objects.requireNonNullElse;

import coupon.api.http.InvalidParameterException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a client prefers to wait for the outcome: {@code Prefer: wait=N} of RFC 7240. A wait beyond 30 s is one of
 * 30 s, as {@code Preference-Applied} says. Preferences that mean nothing here are ignored; of several {@code wait} the
 * first counts.
 */
record WaitPreference(int seconds) {
    static final String NAME = "Prefer";

    private static final String WAIT = "wait";
    private static final int SECONDS_MAX = 30;
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

    /**
     * One preference with its parameters, up to the comma behind it; it may be missing. All repetitions are possessive,
     * so that they neither backtrack nor recurse, because anybody may send anything.
     */
    private static final Pattern PREFERENCE = Pattern.compile(
            "BLANKS(?:(?<name>TOKEN)(?:BLANKS=BLANKS(?<value>VALUE)?+)?+BLANKS(?:;BLANKS(?:PARAMETER)?+BLANKS)*+)?+(?:,|\\z)"
                    .replace("PARAMETER", "TOKEN(?:BLANKS=BLANKS(?:VALUE)?+)?+")
                    .replace("VALUE", "TOKEN|\"(?:[^\"\\\\]|\\\\.)*+\"")
                    .replace("TOKEN", "[\\w!#$%&'*+.^`|~-]++")
                    .replace("BLANKS", "[ \t]*+"),
            Pattern.DOTALL);

    /**
     * Reads all lines of the header.
     *
     * @throws InvalidParameterException if a line is malformed, or the wait is not a number of seconds from 1
     */
    static Optional<WaitPreference> in(List<String> lines) {
        String wait = null;
        for (String line : lines) {
            Matcher preference = PREFERENCE.matcher(line);
            for (int at = 0; at < line.length(); at = preference.end()) {
                if (!preference.region(at, line.length()).lookingAt()) {
                    throw new InvalidParameterException(NAME + " is malformed");
                }
                if (wait == null && WAIT.equalsIgnoreCase(preference.group("name"))) {
                    wait = requireNonNullElse(preference.group("value"), "");
                }
            }
        }
        return Optional.ofNullable(wait).map(WaitPreference::of);
    }

    Duration duration() {
        return Duration.ofSeconds(seconds);
    }

    String applied() {
        return WAIT + "=" + seconds;
    }

    private static WaitPreference of(String value) {
        String text =
                value.startsWith("\"") ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1") : value;
        int seconds = SECONDS.matcher(text).matches() ? Integer.parseInt(text) : 0;
        if (seconds < 1) {
            throw new InvalidParameterException(NAME + ": wait must be a number of seconds, 1 or more");
        }
        return new WaitPreference(Math.min(seconds, SECONDS_MAX));
    }
}
