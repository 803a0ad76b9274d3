package coupon.verification.audit;

import java.util.SortedMap;

/**
 * The offsets between which the audit reads the events topic, by partition.
 *
 * @param begins the first offsets that are still there, taken after the topic was read
 * @param ends taken after the database snapshot, so that every row of the request store has its record before them
 * @param committed by the group, taken before the database snapshot, so that every record before them is decided in it
 */
record PartitionOffsets(
        SortedMap<Integer, Long> begins, SortedMap<Integer, Long> ends, SortedMap<Integer, Long> committed) {

    /** Whether its record has expired. */
    boolean isExpired(int partition, long offset) {
        return offset < begins.getOrDefault(partition, 0L);
    }

    /** Whether the group has said that it is decided and published. */
    boolean isAcknowledged(int partition, long offset) {
        return !isCommittedBeyondEnd(partition) && offset < committed.getOrDefault(partition, 0L);
    }

    /** Then the topic was re-created, and what the group has committed was said of the former one. */
    boolean isCommittedBeyondEnd(int partition) {
        return committed.getOrDefault(partition, 0L) > ends.getOrDefault(partition, 0L);
    }

    boolean hasExpiredRecords() {
        return begins.values().stream().anyMatch(begin -> begin > 0);
    }
}
