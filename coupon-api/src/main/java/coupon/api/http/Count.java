package coupon.api.http;

import java.util.regex.Pattern;

/**
 * A number as it comes from outside: from 0 to 2^31 - 1 in decimal digits, nothing else. A type of its own, because Spring
 * tries its own reading of an {@code int} when a converter has refused it, and that knows signs and hexadecimal.
 */
public record Count(int value) {
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,10}");

    /** @throws InvalidParameterException if it is anything else */
    static Count parse(String text) {
        long number = DIGITS.matcher(text).matches() ? Long.parseLong(text) : Long.MAX_VALUE;
        if (number > Integer.MAX_VALUE) {
            throw new InvalidParameterException("must be a number from 0 to " + Integer.MAX_VALUE);
        }
        return new Count((int) number);
    }
}
