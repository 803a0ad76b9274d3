package coupon.core.store.r2dbc;

import coupon.core.store.StoreLockedException;
import coupon.core.store.StoreRejectedException;
import io.r2dbc.spi.R2dbcException;
import java.util.Set;

/**
 * Distinguishes a refusal of the data from everything else, by the server's own codes: the driver's exception classes
 * do not (a deadlock is no rollback exception there, an arithmetic underflow looks like a lost connection).
 *
 * <p>What is not known to be a refusal counts as an outage and is waited out: waiting loses nothing.
 */
final class Refusals {
    private static final int LOCK_WAIT_TIMEOUT = 1205;
    private static final int LOCK_NOT_WAITED_FOR = 3572; // NOWAIT, MySQL; MariaDB says 1205
    private static final int DUPLICATE_KEY = 1062;

    private static final Set<Integer> CODES = Set.of(
            1048, // a column cannot be null
            1264, // out of range for its column
            1265, // data truncated
            1292, // no valid date
            1366, // no valid value for its column
            1406, // too long for its column
            1451, // referenced by another row
            1452, // refers to no row
            1644, // SIGNAL of a trigger
            1690, // arithmetic out of range
            3819, // check constraint violated, MySQL
            4025); // check constraint violated, MariaDB

    private Refusals() {}

    /**
     * A duplicate key is no refusal: another transaction stored the same just now, and the next attempt will read it.
     */
    static Throwable translate(Throwable failure) {
        if (failure instanceof R2dbcException refusal) {
            if (CODES.contains(refusal.getErrorCode())) {
                return new StoreRejectedException("the database refused a batch: " + refusal.getMessage(), refusal);
            }
            if (refusal.getErrorCode() == LOCK_WAIT_TIMEOUT || refusal.getErrorCode() == LOCK_NOT_WAITED_FOR) {
                return new StoreLockedException("a lock is held for too long: " + refusal.getMessage(), refusal);
            }
        }
        return failure;
    }

    static boolean isDuplicateKey(Throwable failure) {
        return failure instanceof R2dbcException refusal && refusal.getErrorCode() == DUPLICATE_KEY;
    }
}
