package coupon.api.queue;

import coupon.core.domain.QueuePosition;
import coupon.core.queue.wire.PublishedResult;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * How far each line is decided: from the results as they come, and from the offsets that the consumer group has
 * committed, which come every now and then and correct the former.
 *
 * <p>A result counts until the second commit that is read after it. So progress is never behind what was seen, and still
 * follows when the group's offsets are set back.
 */
public final class QueueProgress {
    private final ConcurrentMap<Integer, Line> lines = new ConcurrentHashMap<>();

    /** Takes note of one decided request. */
    public void decided(PublishedResult result) {
        long next = result.sourceOffset() + 1;
        Line line = lines.get(result.sourcePartition());
        if (line == null || line.seen() < next) {
            lines.merge(result.sourcePartition(), Line.seen(next), Line::orSeenFurther);
        }
    }

    /** Takes note of what the group has committed, by partition. */
    public void committed(Map<Integer, Long> firstUndecided) {
        firstUndecided.forEach(
                (partition, offset) -> lines.merge(partition, Line.committed(offset), Line::withNewlyCommitted));
    }

    /** How many in its line will be decided before it, 0 if it is next or already decided; empty if not known. */
    public OptionalLong ahead(QueuePosition place) {
        Line line = lines.get(place.partition());
        return line == null
                ? OptionalLong.empty()
                : OptionalLong.of(Math.max(0, place.offset() - line.firstUndecided()));
    }

    /** Whether the group has committed that it has decided this one: if it has no outcome, it will never have one. */
    public boolean hasPassed(QueuePosition place) {
        Line line = lines.get(place.partition());
        return line != null && line.committed() > place.offset();
    }

    /** What is known of one partition, as offsets of the first that is not decided. */
    private record Line(long committed, long seenBefore, long seen) {
        static Line seen(long next) {
            return new Line(0, 0, next);
        }

        static Line committed(long next) {
            return new Line(next, 0, 0);
        }

        Line orSeenFurther(Line other) {
            return new Line(committed, seenBefore, Math.max(seen, other.seen));
        }

        Line withNewlyCommitted(Line newly) {
            return new Line(newly.committed, seen, 0);
        }

        long firstUndecided() {
            return Math.max(committed, Math.max(seenBefore, seen));
        }
    }
}
