package coupon.worker.audit;

import coupon.core.domain.CouponIssueStatus;
import coupon.core.domain.QueuePosition;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Every request of the coupon that the log or the ledger knows, in columns of about 70 bytes a row.
 *
 * <p>A row is the first record with its event id in one partition, with what the ledger says of it; or a row of the
 * ledger alone, whose record is not in the log. The rows of a partition stand in offset order.
 */
final class RequestTable {
    static final int NONE = -1;

    private static final CouponIssueStatus[] OUTCOMES = CouponIssueStatus.values();
    private static final long SPREAD = 0x9E3779B97F4A7C15L;
    private static final int OFFSET_BITS = 48;
    private static final long OFFSET_MASK = (1L << OFFSET_BITS) - 1;

    private static final long OUTCOME_MASK = 0xF;
    private static final long IN_LOG = 1 << 4;
    private static final long VALID = 1 << 5;
    private static final long PUBLISHED = 1 << 6;

    private final LongColumn idHigh = new LongColumn();
    private final LongColumn idLow = new LongColumn();
    private final LongColumn userId = new LongColumn();
    private final LongColumn requestedAtMillis = new LongColumn();
    private final LongColumn position = new LongColumn();
    private final LongColumn decidedAtMicros = new LongColumn();
    private final LongColumn state = new LongColumn();

    /** Row + 1 by event id; several rows may have the same; 0 is a free slot. */
    private int[] index = new int[1 << 10];

    int addRecord(UUID id, long user, long requestedAt, QueuePosition at, boolean valid) {
        return add(
                id.getMostSignificantBits(),
                id.getLeastSignificantBits(),
                user,
                requestedAt,
                at.partition(),
                at.offset(),
                IN_LOG | (valid ? VALID : 0));
    }

    int addWithoutRecord(LedgerRow row) {
        return add(
                row.idHigh(),
                row.idLow(),
                row.userId(),
                Math.floorDiv(row.requestedAtMicros(), 1000),
                row.partition(),
                row.offset(),
                0);
    }

    /** The next row with this event id after that one; {@link #NONE} asks for the first and says there is no more. */
    int next(long high, long low, int after) {
        boolean passed = after == NONE;
        for (int slot = slotOf(high, low); index[slot] != 0; slot = (slot + 1) & (index.length - 1)) {
            int row = index[slot] - 1;
            if (idHigh.get(row) == high && idLow.get(row) == low) {
                if (passed) {
                    return row;
                }
                passed = row == after;
            }
        }
        return NONE;
    }

    int rowAt(long high, long low, int partition, long offset) {
        int row = next(high, low, NONE);
        while (row != NONE && !(isInLog(row) && partition(row) == partition && offset(row) == offset)) {
            row = next(high, low, row);
        }
        return row;
    }

    int rowIn(UUID id, int partition) {
        long high = id.getMostSignificantBits();
        long low = id.getLeastSignificantBits();
        int row = next(high, low, NONE);
        while (row != NONE && partition(row) != partition) {
            row = next(high, low, row);
        }
        return row;
    }

    /** The row that carries the event's outcome. */
    int decidedRow(long high, long low) {
        int row = next(high, low, NONE);
        while (row != NONE && outcome(row) == null) {
            row = next(high, low, row);
        }
        return row;
    }

    void decide(int row, CouponIssueStatus outcome, long decidedAt) {
        state.set(row, state.get(row) & ~OUTCOME_MASK | (outcome.ordinal() + 1));
        decidedAtMicros.set(row, decidedAt);
    }

    void markPublished(int row) {
        state.set(row, state.get(row) | PUBLISHED);
    }

    int size() {
        return state.size();
    }

    @Nullable CouponIssueStatus outcome(int row) {
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

    long idHigh(int row) {
        return idHigh.get(row);
    }

    long idLow(int row) {
        return idLow.get(row);
    }

    UUID id(int row) {
        return new UUID(idHigh.get(row), idLow.get(row));
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

    private int add(long high, long low, long user, long requestedAt, int partition, long offset, long flags) {
        int row = state.size();
        idHigh.add(high);
        idLow.add(low);
        userId.add(user);
        requestedAtMillis.add(requestedAt);
        position.add(packed(partition, offset));
        decidedAtMicros.add(0);
        state.add(flags);
        if (row > index.length / 3 * 2) {
            index = new int[Math.multiplyExact(index.length, 2)];
            for (int old = 0; old < row; old++) {
                enter(old);
            }
        }
        enter(row);
        return row;
    }

    private void enter(int row) {
        int slot = slotOf(idHigh.get(row), idLow.get(row));
        while (index[slot] != 0) {
            slot = (slot + 1) & (index.length - 1);
        }
        index[slot] = row + 1;
    }

    private int slotOf(long high, long low) {
        return (int) ((high * 31 + low) * SPREAD >>> 32) & (index.length - 1);
    }

    private static long packed(int partition, long offset) {
        return (long) partition << OFFSET_BITS | offset & OFFSET_MASK;
    }
}
