package coupon.core.queue;

import reactor.core.publisher.Mono;

/** Whether the queue takes requests: a question that costs nobody a request. */
public interface QueueAvailability {
    /**
     * Asks the queue. Never blocks the caller.
     *
     * @return fails if the queue does not answer within seconds, or could not take a request into one of its lines now
     */
    Mono<Void> check();
}
