package coupon.verification.audit;

import java.util.function.LongConsumer;

/** Numbers, at 12 to 24 bytes each: open addressing with 0 for a free slot, and 0 itself beside it. */
final class LongSet {
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private long[] slots = new long[64];
    private int used;
    private boolean hasZero;

    /** Whether it was not in the set before. */
    boolean add(long value) {
        if (value == 0) {
            boolean added = !hasZero;
            hasZero = true;
            return added;
        }
        int slot = slotOf(value);
        if (slots[slot] == value) {
            return false;
        }
        slots[slot] = value;
        used++;
        if (used > slots.length / 3 * 2) {
            grow();
        }
        return true;
    }

    boolean contains(long value) {
        return value == 0 ? hasZero : slots[slotOf(value)] == value;
    }

    int size() {
        return hasZero ? used + 1 : used;
    }

    boolean isEmpty() {
        return size() == 0;
    }

    void forEach(LongConsumer action) {
        if (hasZero) {
            action.accept(0);
        }
        for (long value : slots) {
            if (value != 0) {
                action.accept(value);
            }
        }
    }

    private void grow() {
        long[] old = slots;
        slots = new long[Math.multiplyExact(old.length, 2)];
        for (long value : old) {
            if (value != 0) {
                slots[slotOf(value)] = value;
            }
        }
    }

    /** The value's slot, or the free one that it would get. */
    private int slotOf(long value) {
        int mask = slots.length - 1;
        int slot = (int) ((value * SPREAD) >>> 32) & mask;
        while (slots[slot] != 0 && slots[slot] != value) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
