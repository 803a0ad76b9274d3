package coupon.core.queue;

import coupon.core.domain.QueuePosition;
import coupon.core.queue.wire.DecodedRecord;
import java.util.List;
import java.util.Objects;
import reactor.core.publisher.Mono;

/**
 * The queue, for schedulers that poll it for the next requests.
 *
 * <p>A poll removes nothing: a scheduler that dies while it decides takes no request with it, and the next poll gets
 * the same ones. Any number may poll at the same time; each gets a beginning of what is left, so that no request can be
 * decided before those ahead of it. Everything here may be repeated, and fails if it may not have been done: then it is
 * to be repeated.
 */
public interface CouponIssuePolledQueue {
    /**
     * The oldest requests, oldest first; empty if the queue is.
     *
     * @param max how many at most, from 1
     */
    Mono<List<PolledRequest>> getNextCouponIssueRequests(int max);

    /** Removes requests from the queue that are decided, stored and published. */
    Mono<Void> acknowledge(List<PolledRequest> decided);

    /** Moves what cannot be decided from the queue to the dead letters, in one step. */
    Mono<Void> setAside(PolledRequest undecodable, String reason);

    /**
     * The entry at one position of a queue that is polled.
     *
     * @param receipt what the queue knows it by
     */
    record PolledRequest(QueuePosition position, String receipt, DecodedRecord content) {
        public PolledRequest {
            Objects.requireNonNull(position, "position");
            Objects.requireNonNull(receipt, "receipt");
            Objects.requireNonNull(content, "content");
        }
    }
}
