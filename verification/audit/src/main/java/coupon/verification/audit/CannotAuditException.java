package coupon.verification.audit;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.util.StringUtils;

/** Nothing can be said: the command was called wrongly, or a server does not answer. The message is for the caller. */
final class CannotAuditException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CannotAuditException(String message) {
        super(message);
    }

    CannotAuditException(String message, Throwable cause) {
        super(message + ": " + reason(NestedExceptionUtils.getMostSpecificCause(cause)), cause);
    }

    private static String reason(Throwable cause) {
        String message = cause.getMessage();
        return StringUtils.hasText(message)
                ? message.strip().lines().findFirst().orElse(message)
                : cause.getClass().getSimpleName();
    }
}
