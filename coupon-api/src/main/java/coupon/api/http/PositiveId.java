package coupon.api.http;

/** The id of a coupon or a user as it comes from outside: a positive 64-bit number in decimal digits, nothing else. */
public record PositiveId(long value) {
    private static final int DIGITS_MAX = 19;

    /** @throws InvalidParameterException if it is anything else */
    public static PositiveId parse(String text) {
        if (text.isEmpty() || text.length() > DIGITS_MAX || !text.chars().allMatch(PositiveId::isDigit)) {
            throw notPositive();
        }
        try {
            return positive(Long.parseLong(text));
        } catch (NumberFormatException tooLarge) {
            throw notPositive();
        }
    }

    /**
     * As {@link #parse(String)}.
     *
     * @param name of the parameter, for the message
     */
    public static PositiveId parse(String name, String text) {
        try {
            return parse(text);
        } catch (InvalidParameterException nameless) {
            throw new InvalidParameterException(name + " " + nameless.getMessage());
        }
    }

    private static PositiveId positive(long value) {
        if (value == 0) {
            throw notPositive();
        }
        return new PositiveId(value);
    }

    private static boolean isDigit(int character) {
        return character >= '0' && character <= '9';
    }

    private static InvalidParameterException notPositive() {
        return new InvalidParameterException("must be a positive 64-bit number");
    }
}
