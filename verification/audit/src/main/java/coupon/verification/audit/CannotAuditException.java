package coupon.verification.audit;

/** Nothing can be said: the command was called wrongly, or a server does not answer. The message is for the caller. */
final class CannotAuditException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CannotAuditException(String message) {
        super(message);
    }

    CannotAuditException(String message, Throwable cause) {
        super(message + ": " + reason(cause), cause);
    }

    private static String reason(Throwable cause) {
        Throwable deepest = cause;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        String message = deepest.getMessage();
        return message == null || message.isBlank()
                ? deepest.getClass().getSimpleName()
                : message.lines().findFirst().orElse(message).strip();
    }
}
