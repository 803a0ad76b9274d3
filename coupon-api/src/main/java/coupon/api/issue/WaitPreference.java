package coupon.api.issue;

import coupon.api.http.InvalidParameterException;
import coupon.api.issue.PreferHeader.Preference;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How long a client prefers to wait for the outcome: {@code Prefer: wait=N} of RFC 7240. A wait beyond 30 s is one of
 * 30 s, as {@code Preference-Applied} says. Preferences that mean nothing here are ignored; of several {@code wait} the
 * first counts.
 */
record WaitPreference(int seconds) {
    private static final String WAIT = "wait";
    private static final int SECONDS_MAX = 30;
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

    /**
     * Reads all lines of the header.
     *
     * @throws InvalidParameterException if a line is malformed, or the wait is not a number of seconds from 1
     */
    static Optional<WaitPreference> in(List<String> lines) {
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        List<Preference> all =
                lines.stream().flatMap(line -> PreferHeader.read(line).stream()).toList();
        return all.stream()
                .filter(preference -> preference.name().equalsIgnoreCase(WAIT))
                .findFirst()
                .map(wait -> of(wait.value()));
    }

    Duration duration() {
        return Duration.ofSeconds(seconds);
    }

    String applied() {
        return WAIT + "=" + seconds;
    }

    private static WaitPreference of(String value) {
        int seconds = SECONDS.matcher(value).matches() ? Integer.parseInt(value) : 0;
        if (seconds < 1) {
            throw new InvalidParameterException(PreferHeader.NAME + ": wait must be a number of seconds, 1 or more");
        }
        return new WaitPreference(Math.min(seconds, SECONDS_MAX));
    }
}
