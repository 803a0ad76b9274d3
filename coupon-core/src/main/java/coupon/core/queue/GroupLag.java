package coupon.core.queue;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the group that decides has still to do. */
public record GroupLag(String group, String topic, List<PartitionLag> partitions) {
    public GroupLag {
        partitions = List.copyOf(partitions);
    }

    public long totalLag() {
        return partitions.stream().mapToLong(PartitionLag::lag).sum();
    }

    /**
     * One line.
     *
     * @param endOffset where the next request will stand
     * @param committedOffset where the group will go on; null if it has never committed
     * @param lag how many requests are accepted and not yet known to be decided
     * @param consumerId of the member that decides the line; null if nobody does
     * @param host of that member
     */
    public record PartitionLag(
            int partition,
            long endOffset,
            @Nullable Long committedOffset,
            long lag,
            @Nullable String consumerId,
            @Nullable String host) {}
}
