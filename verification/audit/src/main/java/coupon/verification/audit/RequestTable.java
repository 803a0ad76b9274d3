package coupon.verification.audit;

import coupon.core.domain.CouponIssueStatus;
import coupon.core.domain.QueuePosition;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Every request of the coupon that the log or the ledger knows, in columns of about 70 bytes a row.
 *
 * <p>A row is the first record with its event id in one partition, with what the ledger says of it; or a row of the
 * ledger alone, whose record is not in the log. The rows of a partition stand in offset order.
 */
final class RequestTable {
    static final int NONE = EventIdIndex.NONE;

    private static final CouponIssueStatus[] OUTCOMES = CouponIssueStatus.values();
    private static final int OFFSET_BITS = 48;
    private static final long OFFSET_MASK = (1L << OFFSET_BITS) - 1;

    private static final long OUTCOME_MASK = 0xF;
    private static final long IN_LOG = 1 << 4;
    private static final long VALID = 1 << 5;
    private static final long PUBLISHED = 1 << 6;

    private final EventIdIndex ids = new EventIdIndex();
    private final LongColumn userId = new LongColumn();
    private final LongColumn requestedAtMillis = new LongColumn();
    private final LongColumn position = new LongColumn();
    private final LongColumn decidedAtMicros = new LongColumn();
    private final LongColumn state = new LongColumn();

    int addRecord(UUID id, long user, long requestedAt, QueuePosition at, boolean valid) {
        ids.add(id.getMostSignificantBits(), id.getLeastSignificantBits());
        return add(user, requestedAt, at.partition(), at.offset(), IN_LOG | (valid ? VALID : 0));
    }

    int addWithoutRecord(LedgerRow row) {
        ids.add(row.idHigh(), row.idLow());
        return add(row.userId(), Math.floorDiv(row.requestedAtMicros(), 1000), row.partition(), row.offset(), 0);
    }

    private int add(long user, long requestedAt, int partition, long offset, long flags) {
        userId.add(user);
        requestedAtMillis.add(requestedAt);
        position.add(((long) partition << OFFSET_BITS) | (offset & OFFSET_MASK));
        decidedAtMicros.add(0);
        state.add(flags);
        return state.size() - 1;
    }

    /** A row of this event, at whatever place. */
    int anyRow(long idHigh, long idLow) {
        return ids.next(idHigh, idLow, NONE);
    }

    /** The row of the record at this place, if that is a record of this event. */
    int rowAt(long idHigh, long idLow, int partition, long offset) {
        int row = ids.next(idHigh, idLow, NONE);
        while (row != NONE && !(isInLog(row) && partition(row) == partition && offset(row) == offset)) {
            row = ids.next(idHigh, idLow, row);
        }
        return row;
    }

    int rowIn(int partition, UUID id) {
        long high = id.getMostSignificantBits();
        long low = id.getLeastSignificantBits();
        int row = ids.next(high, low, NONE);
        while (row != NONE && partition(row) != partition) {
            row = ids.next(high, low, row);
        }
        return row;
    }

    /** The row that carries the event's outcome. */
    int decidedRow(long idHigh, long idLow) {
        int row = ids.next(idHigh, idLow, NONE);
        while (row != NONE && outcome(row) == null) {
            row = ids.next(idHigh, idLow, row);
        }
        return row;
    }

    boolean hasEventAnOutcome(int row) {
        return outcome(row) != null || decidedRow(ids.high(row), ids.low(row)) != NONE;
    }

    void decide(int row, CouponIssueStatus outcome, long decidedAt) {
        state.set(row, (state.get(row) & ~OUTCOME_MASK) | (outcome.ordinal() + 1));
        decidedAtMicros.set(row, decidedAt);
    }

    void markPublished(int row) {
        state.set(row, state.get(row) | PUBLISHED);
    }

    int size() {
        return state.size();
    }

    @Nullable
    CouponIssueStatus outcome(int row) {
        int code = (int) (state.get(row) & OUTCOME_MASK);
        return code == 0 ? null : OUTCOMES[code - 1];
    }

    boolean isDecided(int row, CouponIssueStatus outcome) {
        return (state.get(row) & OUTCOME_MASK) == outcome.ordinal() + 1;
    }

    boolean isInLog(int row) {
        return (state.get(row) & IN_LOG) != 0;
    }

    boolean isValid(int row) {
        return (state.get(row) & VALID) != 0;
    }

    boolean isPublished(int row) {
        return (state.get(row) & PUBLISHED) != 0;
    }

    /** Where the rows stand that are like this. */
    SortedSet<Integer> partitions(IntPredicate which) {
        SortedSet<Integer> partitions = new TreeSet<>();
        for (int row = 0; row < size(); row++) {
            if (which.test(row)) {
                partitions.add(partition(row));
            }
        }
        return partitions;
    }

    UUID id(int row) {
        return new UUID(ids.high(row), ids.low(row));
    }

    long userId(int row) {
        return userId.get(row);
    }

    long requestedAtMillis(int row) {
        return requestedAtMillis.get(row);
    }

    long decidedAtMicros(int row) {
        return decidedAtMicros.get(row);
    }

    int partition(int row) {
        return (int) (position.get(row) >>> OFFSET_BITS);
    }

    long offset(int row) {
        return position.get(row) & OFFSET_MASK;
    }

    /** As people write it: {@code 0-17}. */
    String place(int row) {
        return partition(row) + "-" + offset(row);
    }
}
