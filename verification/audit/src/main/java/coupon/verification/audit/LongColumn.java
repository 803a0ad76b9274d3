package coupon.verification.audit;

import java.util.ArrayList;
import java.util.List;

/** One number per row, 8 bytes each. Grows by chunks, so that growing copies nothing. */
final class LongColumn {
    private static final int CHUNK_BITS = 14;
    private static final int CHUNK_ROWS = 1 << CHUNK_BITS;

    private final List<long[]> chunks = new ArrayList<>();
    private int size;

    void add(long value) {
        if (size == chunks.size() * CHUNK_ROWS) {
            chunks.add(new long[CHUNK_ROWS]);
        }
        set(size++, value);
    }

    void set(int row, long value) {
        chunks.get(row >> CHUNK_BITS)[row & (CHUNK_ROWS - 1)] = value;
    }

    long get(int row) {
        return chunks.get(row >> CHUNK_BITS)[row & (CHUNK_ROWS - 1)];
    }

    int size() {
        return size;
    }
}
