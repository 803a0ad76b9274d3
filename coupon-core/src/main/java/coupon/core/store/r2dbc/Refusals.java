package coupon.core.store.r2dbc;

import coupon.core.store.StoreRejectedException;
import io.r2dbc.spi.R2dbcException;
import java.util.Set;

/**
 * Tells a refusal of the data from everything else, by the server's own codes: the driver's exception classes do not
 * (a deadlock is no rollback exception there, an arithmetic underflow looks like a lost connection).
 *
 * <p>What is not known to be a refusal counts as an outage and is waited out: waiting loses nothing.
 */
final class Refusals {
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

    /** A duplicate key is none: somebody else stored the same just now, and the next try will read it. */
    static Throwable translate(Throwable failure) {
        return failure instanceof R2dbcException refusal && CODES.contains(refusal.getErrorCode())
                ? new StoreRejectedException("the database refused a batch: " + refusal.getMessage(), refusal)
                : failure;
    }
}
