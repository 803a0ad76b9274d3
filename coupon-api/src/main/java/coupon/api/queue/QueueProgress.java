package coupon.api.queue;

import coupon.core.domain.QueuePosition;
import coupon.core.queue.wire.PublishedResult;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * How far each partition is decided: from the results as they come, and from the offsets that the consumer group has
 * committed, which are read every now and then and correct the former.
 *
 * <p>A result counts until the second commit that is read after it. So progress is never behind what was seen, and still
 * follows when the group's offsets are set back.
 */
public final class QueueProgress implements Consumer<PublishedResult> {
    private static final Duration CURRENT = Duration.ofSeconds(5);
    /** More than a worker decides before the first of it is published. */
    private static final long FAR_AHEAD = 20_000;

    private final LongSupplier nanoTime;
    private final ConcurrentMap<Integer, Partition> partitions = new ConcurrentHashMap<>();
    private volatile long committedReadNanos;

    public QueueProgress(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.committedReadNanos = nanoTime.getAsLong() - CURRENT.toNanos();
    }

    /** Takes note of one decided request. */
    @Override
    public void accept(PublishedResult result) {
        long next = result.sourceOffset() + 1;
        Partition known = partitions.get(result.sourcePartition());
        if (known == null || known.seen() < next) {
            partitions.merge(
                    result.sourcePartition(),
                    new Partition(0, 0, next),
                    (now, other) -> new Partition(now.committed, now.seenBefore, Math.max(now.seen, other.seen)));
        }
    }

    /** Takes note of what the group has committed, by partition. */
    public void committed(Map<Integer, Long> firstUndecided) {
        firstUndecided.forEach((partition, offset) -> partitions.merge(
                partition, new Partition(offset, 0, 0), (known, newly) -> new Partition(offset, known.seen, 0)));
        committedReadNanos = nanoTime.getAsLong();
    }

    /** How many of its partition will be decided before it, 0 if it is next or already decided; empty if not known. */
    public OptionalLong ahead(QueuePosition position) {
        Partition known = partitions.get(position.partition());
        return known == null
                ? OptionalLong.empty()
                : OptionalLong.of(Math.max(0, position.offset() - known.firstUndecided()));
    }

    /** Whether so many will be decided before it that its outcome cannot be stored yet. False if that is not known now. */
    public boolean isFarBehind(QueuePosition position) {
        return nanoTime.getAsLong() - committedReadNanos < CURRENT.toNanos()
                && ahead(position).orElse(0) > FAR_AHEAD;
    }

    /** Whether the group has committed that it has decided this one: if it has no outcome, it will never have one. */
    public boolean hasPassed(QueuePosition position) {
        Partition known = partitions.get(position.partition());
        return known != null && known.committed() > position.offset();
    }

    /** What is known of one partition, as offsets of the first that is not decided. */
    private record Partition(long committed, long seenBefore, long seen) {
        long firstUndecided() {
            return Math.max(committed, Math.max(seenBefore, seen));
        }
    }
}
