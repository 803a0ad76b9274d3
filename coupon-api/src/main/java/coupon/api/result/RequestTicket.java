package coupon.api.result;

import coupon.api.http.InvalidParameterException;
import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.QueuePosition;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What any instance needs to know of a request that is still queued; the client carries it. It is not signed: a client
 * that changes it deceives only itself, because outcomes come from the database and the published results.
 *
 * @param acceptedAt to the millisecond, like the event's timestamp
 */
public record RequestTicket(QueuePosition position, long userId, Instant acceptedAt) {
    private static final int RADIX = Character.MAX_RADIX;
    private static final Pattern FORM =
            Pattern.compile("([0-9a-z]{1,6})-([0-9a-z]{1,13})-([0-9a-z]{1,13})-([0-9a-z]{1,10})");

    public static RequestTicket of(CouponIssueEvent event, QueuePosition position) {
        return new RequestTicket(position, event.userId(), event.requestedAt());
    }

    /** @throws InvalidParameterException if no instance can have written this */
    public static RequestTicket parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw malformed();
        }
        try {
            var position = new QueuePosition(Math.toIntExact(number(matcher, 1)), number(matcher, 2));
            return new RequestTicket(position, number(matcher, 3), Instant.ofEpochMilli(number(matcher, 4)));
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException outOfRange) {
            throw malformed();
        }
    }

    private static long number(Matcher matcher, int group) {
        return Long.parseLong(matcher.group(group), RADIX);
    }

    /** Compact, and safe in a URL as it is. */
    public String encode() {
        return String.join(
                "-",
                Integer.toString(position.partition(), RADIX),
                Long.toString(position.offset(), RADIX),
                Long.toString(userId, RADIX),
                Long.toString(acceptedAt.toEpochMilli(), RADIX));
    }

    private static InvalidParameterException malformed() {
        return new InvalidParameterException("ticket is malformed");
    }
}
