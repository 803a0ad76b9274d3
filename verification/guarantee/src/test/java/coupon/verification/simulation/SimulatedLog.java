package coupon.verification.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.QueuePosition;
import coupon.core.queue.wire.CouponIssueEventCodec;
import coupon.core.queue.wire.DecodedRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A topic in memory: partitions that only grow. Its records are bytes to the codec, which decodes each of them once. */
final class SimulatedLog {
    private static final CouponIssueEventCodec CODEC = new CouponIssueEventCodec();

    private final World world;
    private final List<List<Entry>> partitions = new ArrayList<>();

    SimulatedLog(World world, int partitionCount) {
        this.world = world;
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

    void append(int partition, String key, CouponIssueEvent event) {
        appendBytes(partition, key, CODEC.encode(event));
    }

    void appendBytes(int partition, String key, byte @Nullable [] value) {
        List<Entry> entries = partitions.get(partition);
        var position = new QueuePosition(partition, entries.size());
        var entry = new Entry(position, CODEC.decode(key.getBytes(UTF_8), value, position));
        entries.add(entry);
        world.say(() -> "queued: " + entry);
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

    /** A record of the topic, as its readers decode it. */
    record Entry(QueuePosition position, DecodedRecord decoded) {}
}
