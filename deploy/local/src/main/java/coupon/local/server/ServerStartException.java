package coupon.local.server;

import java.io.Serial;

/** A server did not come up; the message names it, its log, and the end of what it logged. */
public final class ServerStartException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    ServerStartException(String message) {
        super(message);
    }
}
