package coupon.core.queue;

import coupon.core.domain.QueuePosition;
import coupon.core.queue.wire.DecodedRecord;
import java.util.Objects;

/**
 * The entry at one position of a queue that is polled.
 *
 * @param receipt what the queue knows it by
 */
public record PolledRequest(QueuePosition position, String receipt, DecodedRecord content) {
    public PolledRequest {
        Objects.requireNonNull(position, "position");
        Objects.requireNonNull(receipt, "receipt");
        Objects.requireNonNull(content, "content");
    }
}
