package coupon.core.queue;

import coupon.core.domain.QueuePosition;
import coupon.core.queue.wire.DecodedRecord;
import java.util.Objects;

/**
 * What stands at one place of a line that is polled.
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
