package coupon.core.domain;

/**
 * A place in the line: the log's order is the order of the people.
 *
 * @param partition the line, from 0
 * @param offset the place in that line, from 0, growing
 */
public record QueuePosition(int partition, long offset) {
    public QueuePosition {
        if (partition < 0 || offset < 0) {
            throw new IllegalArgumentException("not a place in a queue: " + partition + "-" + offset);
        }
    }
}
