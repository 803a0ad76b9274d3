package coupon.core.queue.kafka;

import coupon.core.queue.GroupLag.PartitionLag;
import coupon.core.queue.kafka.TopicReader.Range;
import java.time.Instant;
import org.apache.kafka.clients.admin.MemberDescription;
import org.jspecify.annotations.Nullable;

/** What is known of one partition; the records behind the committed offset are counted into it. */
final class PartitionMeasure {
    private static final int RECORDS_COUNTED_MAX = 500;

    private final int partition;
    private final @Nullable Long begin;
    private final @Nullable Long committed;
    private final @Nullable Long stable;
    private final @Nullable Long end;
    private long reached;
    private long counted;
    private @Nullable Instant oldest;

    /**
     * @param stable where the first open transaction begins; the end if there is none
     * @param end null, as the others, if the broker does not tell
     */
    PartitionMeasure(
            int partition, @Nullable Long begin, @Nullable Long committed, @Nullable Long stable, @Nullable Long end) {
        this.partition = partition;
        this.begin = begin;
        this.committed = committed;
        this.stable = stable;
        this.end = end;
        this.reached = isKnown() ? next() : 0;
    }

    int partition() {
        return partition;
    }

    boolean isKnown() {
        return begin != null && stable != null && end != null;
    }

    /** What the group has not committed, up to the first open transaction. */
    Range decidable() {
        return isKnown() ? new Range(next(), known(stable)) : new Range(0, 0);
    }

    /** What an open transaction holds back, if nothing waits before it. */
    Range held() {
        return isKnown() && oldest == null ? new Range(Math.max(next(), known(stable)), known(end)) : new Range(0, 0);
    }

    /** @return whether more are to be counted */
    boolean count(Instant acceptedAt) {
        oldest = oldest == null ? acceptedAt : oldest;
        counted++;
        return counted < RECORDS_COUNTED_MAX;
    }

    /** @param offset up to which records were counted */
    void reached(long offset) {
        reached = offset;
    }

    void heldSince(Instant acceptedAt) {
        oldest = acceptedAt;
    }

    long waiting() {
        return counted + Math.max(0, known(end) - reached);
    }

    PartitionLag lag(@Nullable MemberDescription member) {
        return new PartitionLag(
                partition,
                end,
                committed,
                isKnown() ? waiting() : null,
                member == null ? null : member.consumerId(),
                member == null ? null : member.host(),
                oldest);
    }

    private long next() {
        return Math.max(known(begin), known(committed));
    }

    private static long known(@Nullable Long offset) {
        return offset == null ? 0 : offset;
    }
}
