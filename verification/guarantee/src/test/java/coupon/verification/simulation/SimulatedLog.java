package coupon.verification.simulation;

import coupon.core.domain.QueuePosition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A topic in memory: partitions that only grow. */
final class SimulatedLog {
    private final List<List<Entry>> partitions = new ArrayList<>();

    SimulatedLog(int partitionCount) {
        for (int i = 0; i < partitionCount; i++) {
            partitions.add(new ArrayList<>());
        }
    }

    int partitionCount() {
        return partitions.size();
    }

    int partitionOf(long couponId) {
        return (int) (couponId % partitions.size());
    }

    QueuePosition append(int partition, String key, byte @Nullable [] value) {
        List<Entry> entries = partitions.get(partition);
        var position = new QueuePosition(partition, entries.size());
        entries.add(new Entry(position, key.getBytes(StandardCharsets.UTF_8), value));
        return position;
    }

    long end(int partition) {
        return partitions.get(partition).size();
    }

    List<Entry> read(int partition, long from, int recordsMax) {
        List<Entry> entries = partitions.get(partition);
        return entries.subList((int) from, (int) Math.min(entries.size(), from + recordsMax));
    }

    List<Entry> all() {
        return partitions.stream().flatMap(List::stream).toList();
    }

    /** A record as it stands in the topic. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Entry(QueuePosition position, byte[] key, byte @Nullable [] value) {}
}
