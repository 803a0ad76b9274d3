package coupon.core.queue;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the group that decides has still to do. */
public record GroupLag(String group, String topic, List<PartitionLag> partitions) {
    public GroupLag {
        partitions = List.copyOf(partitions);
    }

    /** The sum over the partitions that could be measured. */
    public long totalLag() {
        return partitions.stream()
                .map(PartitionLag::lag)
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .sum();
    }

    /**
     * The lag of one partition.
     *
     * @param endOffset where the next request will be added; null if the partition does not answer
     * @param committedOffset where the group will continue; null if it has never committed
     * @param lag how many requests are accepted and not yet known to be decided; null if that cannot be measured now
     * @param consumerId of the member that decides the partition; null if none does
     * @param host of that member
     * @param oldestAcceptedAt when the first of the waiting requests was accepted; null if none waits, or if that cannot
     *     be measured now
     */
    public record PartitionLag(
            int partition,
            @Nullable Long endOffset,
            @Nullable Long committedOffset,
            @Nullable Long lag,
            @Nullable String consumerId,
            @Nullable String host,
            @Nullable Instant oldestAcceptedAt) {}
}
