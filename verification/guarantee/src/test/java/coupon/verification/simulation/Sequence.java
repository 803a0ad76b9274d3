package coupon.verification.simulation;

import reactor.core.publisher.Mono;

/**
 * In which order a worker does what it does with a batch of one partition.
 *
 * <p>{@link #PRODUCT} is a model of the worker's decider, with the same steps in the same order: the real one blocks its
 * thread at each of them, and a simulation must be able to stop between any two. The processor, the decision and the
 * codec in it are the product's own.
 *
 * <p>The results of a batch are on their way while the next one is decided, and are published after those of the batch
 * before are acknowledged. Offsets are committed by another thread, any time later.
 */
@FunctionalInterface
interface Sequence {
    Sequence PRODUCT = batch -> batch.untilItWorks(batch.decideAndStore())
            .flatMap(results -> batch.settle().then(batch.beginPublishing(batch.untilItWorks(batch.publish(results)))))
            .then(batch.untilItWorks(batch.deadLetter()));

    /** Completes when the next batch may be decided. */
    Mono<Void> handle(SimulatedDecider.Handling batch);
}
