package coupon.local;

import java.io.Serial;

/** The stack cannot do what was asked, for a reason its user can do something about; the message is meant for them. */
public final class StackException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    StackException(String message) {
        super(message);
    }

    StackException(String message, Throwable cause) {
        super(message, cause);
    }
}
