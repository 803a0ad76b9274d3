package coupon.api.http;

import java.util.regex.Pattern;

/**
 * A parameter that counts. A type of its own, because Spring reads what a converter of plain numbers refuses once more
 * by its own rules, hexadecimal and signs among them.
 *
 * @param value from 0
 */
public record WholeNumber(int value) {
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,10}");

    /** @throws InvalidParameterException if it is anything but decimal digits, or too large */
    static WholeNumber parse(String text) {
        long number = DIGITS.matcher(text).matches() ? Long.parseLong(text) : Long.MAX_VALUE;
        if (number > Integer.MAX_VALUE) {
            throw new InvalidParameterException("must be a number from 0 to " + Integer.MAX_VALUE);
        }
        return new WholeNumber((int) number);
    }
}
