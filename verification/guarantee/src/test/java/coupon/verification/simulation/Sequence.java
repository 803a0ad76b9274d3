package coupon.verification.simulation;

import coupon.core.domain.CouponIssueResult;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * In which order a worker does what it does with a batch.
 *
 * <p>{@link #PRODUCT} is a model of the worker's listener and its container, with the same steps in the same order: the
 * real one blocks its thread at each of them, and a simulation must be able to stop between any two. The processor, the
 * decision and the codec in it are the product's own.
 */
@FunctionalInterface
interface Sequence {
    Sequence PRODUCT = batch -> batch.decideAndStore()
            .flatMap(results -> batch.deadLetter().then(batch.publish(results)))
            .then(Mono.defer(batch::acknowledge));

    /** Completes when the batch is done with; after a failure the whole batch is delivered again. */
    Mono<Void> handle(BatchSteps batch);

    /** What can be done with one batch. */
    interface BatchSteps {
        Mono<List<CouponIssueResult>> decideAndStore();

        Mono<Void> deadLetter();

        Mono<Void> publish(List<CouponIssueResult> results);

        Mono<Void> acknowledge();
    }
}
