package coupon.api.http;

/** A parameter, a path segment or a header that cannot be read. The message is for the client. */
public final class InvalidParameterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InvalidParameterException(String message) {
        super(message, null, false, false); // a client's mistake has no stack worth walking
    }
}
