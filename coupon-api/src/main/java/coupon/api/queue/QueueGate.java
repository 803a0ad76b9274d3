package coupon.api.queue;

import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.QueuePosition;
import coupon.core.queue.CouponIssueQueueService;
import coupon.core.queue.QueueUnavailableException;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.reactor.bulkhead.operator.BulkheadOperator;
import io.github.resilience4j.reactor.circuitbreaker.operator.CircuitBreakerOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * The way into the queue. It is shut while the queue does not answer, or does not acknowledge: a request is then refused
 * at once and with certainty, and not sent to wait for an acknowledgement that will not come. And it lets only so many
 * in at a time. Nobody ever waits before it.
 *
 * <p>While the queue does not even answer questions, no request is sent to try whether it does again: the questions are.
 */
public final class QueueGate {
    private static final Logger log = LoggerFactory.getLogger(QueueGate.class);

    private final CouponIssueQueueService queue;
    private final CircuitBreaker breaker;
    private final Bulkhead bulkhead;

    /** @param breaker is forced open until the queue answers for the first time */
    public QueueGate(CouponIssueQueueService queue, CircuitBreaker breaker, Bulkhead bulkhead) {
        this.queue = queue;
        this.breaker = breaker;
        this.bulkhead = bulkhead;
        breaker.getEventPublisher().onStateTransition(event -> {
            State to = event.getStateTransition().getToState();
            if (event.getStateTransition().getFromState() == State.CLOSED) {
                log.warn("requests are refused until the queue takes them again");
            } else if (to == State.CLOSED) {
                log.info("requests are accepted");
            }
        });
    }

    /**
     * Puts a request at the end of the line, as {@link CouponIssueQueueService#addCouponIssueRequest} does.
     *
     * @return fails with {@link QueueUnavailableException} at once if the gate is shut, or too many are in it
     */
    public Mono<QueuePosition> addCouponIssueRequest(CouponIssueEvent event) {
        return Mono.defer(() -> queue.addCouponIssueRequest(event))
                .transformDeferred(CircuitBreakerOperator.of(breaker))
                .transformDeferred(BulkheadOperator.of(bulkhead))
                .onErrorMap(CallNotPermittedException.class, shut -> notNow("the queue does not answer", shut))
                .onErrorMap(BulkheadFullException.class, full -> notNow("too many requests are under way", full));
    }

    /** The queue has answered a question. What requests themselves meet there is judged apart. */
    public void answered() {
        if (breaker.getState() == State.FORCED_OPEN) {
            breaker.transitionToClosedState();
        }
    }

    /** The queue has not answered a question. */
    public void silent() {
        if (breaker.getState() != State.FORCED_OPEN) {
            breaker.transitionToForcedOpenState();
        }
    }

    private static QueueUnavailableException notNow(String message, Throwable cause) {
        return new QueueUnavailableException(message, cause);
    }
}
