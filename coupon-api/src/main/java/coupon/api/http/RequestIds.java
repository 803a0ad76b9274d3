package coupon.api.http;

import java.util.UUID;
import java.util.regex.Pattern;

/** Ids of requests as they come from outside: UUIDs in their full form, not in the shortened ones that Java accepts. */
public final class RequestIds {
    private static final Pattern FORM = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

    private RequestIds() {}

    /** @throws InvalidParameterException if it is anything else */
    public static UUID parse(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new InvalidParameterException("requestId must be a UUID");
        }
        return UUID.fromString(text);
    }
}
