package coupon.core.queue;

import reactor.core.publisher.Mono;

/** What must be there before the queue can take anybody. */
@FunctionalInterface
public interface QueuePreparation {
    /** Makes what is missing; fails if the queue does not answer soon. May be repeated. Never blocks the caller. */
    Mono<Void> prepare();
}
