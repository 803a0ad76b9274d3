package coupon.core.store.r2dbc;

import coupon.core.store.CouponCodes.Reason;
import coupon.core.store.CouponCodes.Refused;

/** Ends an import at a line that cannot be added. */
final class CodeRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long line;
    private final Reason reason;

    CodeRefusedException(long line, Reason reason) {
        super("line " + line + ": " + reason, null, false, false);
        this.line = line;
        this.reason = reason;
    }

    Refused refused() {
        return new Refused(line, reason);
    }
}
