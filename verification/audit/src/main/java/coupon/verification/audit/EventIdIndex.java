package coupon.verification.audit;

/** The event id of each row, and the rows of each event id. Several rows may have the same. */
final class EventIdIndex {
    static final int NONE = -1;

    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final LongColumn high = new LongColumn();
    private final LongColumn low = new LongColumn();

    /** Row + 1; 0 is a free slot. Rows with the same id are found in their own order. */
    private int[] slots = new int[1 << 10];

    void add(long idHigh, long idLow) {
        high.add(idHigh);
        low.add(idLow);
        int rows = high.size();
        if (rows > slots.length / 3 * 2) {
            slots = new int[Math.multiplyExact(slots.length, 2)];
            for (int row = 0; row < rows; row++) {
                enter(row);
            }
        } else {
            enter(rows - 1);
        }
    }

    /** The next row with this id after that one; {@link #NONE} asks for the first, and says that there is no more. */
    int next(long idHigh, long idLow, int after) {
        boolean passed = after == NONE;
        for (int slot = slotOf(idHigh, idLow); slots[slot] != 0; slot = (slot + 1) & (slots.length - 1)) {
            int row = slots[slot] - 1;
            if (high.get(row) == idHigh && low.get(row) == idLow) {
                if (passed) {
                    return row;
                }
                passed = row == after;
            }
        }
        return NONE;
    }

    long high(int row) {
        return high.get(row);
    }

    long low(int row) {
        return low.get(row);
    }

    private void enter(int row) {
        int slot = slotOf(high.get(row), low.get(row));
        while (slots[slot] != 0) {
            slot = (slot + 1) & (slots.length - 1);
        }
        slots[slot] = row + 1;
    }

    private int slotOf(long idHigh, long idLow) {
        return (int) (((idHigh * 31 + idLow) * SPREAD) >>> 32) & (slots.length - 1);
    }
}
