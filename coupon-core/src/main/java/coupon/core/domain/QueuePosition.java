package coupon.core.domain;

/**
 * A position in the queue: the order of the log is the order of decision.
 *
 * @param partition of the events topic, from 0
 * @param offset in that partition, from 0, growing
 */
public record QueuePosition(int partition, long offset) {
    public QueuePosition {
        if (partition < 0 || offset < 0) {
            throw new IllegalArgumentException("not a position in a queue: " + partition + "-" + offset);
        }
    }
}
