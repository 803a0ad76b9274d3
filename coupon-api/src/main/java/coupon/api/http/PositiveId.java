package coupon.api.http;

/** The id of a coupon or a user as it comes from outside: a positive 64-bit number in decimal digits, nothing else. */
public record PositiveId(long value) {
    private static final int DIGITS_MAX = 19;

    /** @throws InvalidParameterException if it is anything else */
    public static PositiveId parse(String text) {
        boolean digits = !text.isEmpty()
                && text.length() <= DIGITS_MAX
                && text.chars().allMatch(character -> character >= '0' && character <= '9');
        long value = digits ? Long.parseUnsignedLong(text) : 0; // negative where 63 bits are not enough
        if (value <= 0) {
            throw new InvalidParameterException("must be a positive 64-bit number");
        }
        return new PositiveId(value);
    }
}
