package coupon.core.store.r2dbc;

import coupon.core.store.StoreRejectedException;
import io.r2dbc.spi.R2dbcException;

/**
 * Tells a refusal of the data from everything else, by the server's own codes: the driver's exception classes do not
 * (a deadlock is no rollback exception there, an arithmetic underflow looks like a lost connection).
 *
 * <p>What is not known to be a refusal counts as an outage and is waited out: waiting loses nothing.
 */
final class Refusals {
    private static final int DUPLICATE_KEY = 1062;
    private static final int CHECK_CONSTRAINT_VIOLATED_IN_MYSQL = 3819;

    private Refusals() {}

    static Throwable translate(Throwable failure) {
        return failure instanceof R2dbcException refusal && isRefusal(refusal)
                ? new StoreRejectedException("the database refused a batch: " + refusal.getMessage(), refusal)
                : failure;
    }

    /** A duplicate key is none: somebody else stored the same just now, and the next try will read it. */
    private static boolean isRefusal(R2dbcException failure) {
        String state = failure.getSqlState() == null ? "" : failure.getSqlState();
        return failure.getErrorCode() != DUPLICATE_KEY
                && (failure.getErrorCode() == CHECK_CONSTRAINT_VIOLATED_IN_MYSQL
                        || state.startsWith("22") // data exception
                        || state.startsWith("23") // integrity constraint violation
                        || state.startsWith("45")); // SIGNAL of a trigger
    }
}
