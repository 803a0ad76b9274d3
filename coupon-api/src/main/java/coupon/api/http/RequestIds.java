package coupon.api.http;

import java.util.UUID;
import java.util.regex.Pattern;

/** Ids of requests; from outside they come as UUIDs in their full form, not in the shortened ones that Java accepts. */
public final class RequestIds {
    private static final Pattern FORM = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

    private static final int VERSION_WITH_TIME = 7;

    private RequestIds() {}

    /**
     * Whether an id begins with the time at which its request was made. That of a request with an idempotency key follows
     * from the key instead, and has another version: it may have several records, the first of which counts.
     */
    public static boolean hasTime(UUID requestId) {
        return requestId.version() == VERSION_WITH_TIME;
    }

    /** @throws InvalidParameterException if it is anything else */
    public static UUID parse(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new InvalidParameterException("requestId must be a UUID");
        }
        return UUID.fromString(text);
    }
}
