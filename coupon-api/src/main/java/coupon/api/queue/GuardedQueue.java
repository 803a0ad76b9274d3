package coupon.api.queue;

import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.QueuePosition;
import coupon.core.queue.CouponIssueQueueService;
import coupon.core.queue.QueueAcknowledgementUnknownException;
import coupon.core.queue.QueueUnavailableException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.observability.DefaultSignalListener;
import reactor.core.publisher.Mono;

/**
 * The queue behind a circuit breaker and a limit of requests in flight, with the verb {@code publish} measured by its
 * outcome. While the queue does not answer or does not acknowledge, a request is refused at once and with certainty,
 * rather than sent to wait for an acknowledgement that will not come. Nothing ever waits here.
 *
 * <p>While the queue does not even answer its monitor, no request is sent to try whether it is back: the monitor tries.
 *
 * <p>Breaker and limit are driven by hand: their Reactor operators would cost each request several objects.
 */
public final class GuardedQueue {
    private static final Logger log = LoggerFactory.getLogger(GuardedQueue.class);

    private final CouponIssueQueueService queue;
    private final CircuitBreaker breaker;
    private final int inFlightMax;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Timer accepted;
    private final Timer unavailable;
    private final Timer unknown;
    private final Timer failed;

    /** @param breaker forced open until the queue answers for the first time */
    public GuardedQueue(
            CouponIssueQueueService queue, CircuitBreaker breaker, int inFlightMax, MeterRegistry registry) {
        this.queue = queue;
        this.breaker = breaker;
        this.inFlightMax = inFlightMax;
        accepted = timer(registry, "ACCEPTED");
        unavailable = timer(registry, "UNAVAILABLE");
        unknown = timer(registry, "UNKNOWN");
        failed = timer(registry, "FAILED");
        Gauge.builder("coupon.publish.in.flight", inFlight, AtomicInteger::get)
                .description("Requests sent to the queue and not acknowledged yet")
                .register(registry);
        breaker.getEventPublisher().onStateTransition(event -> {
            if (event.getStateTransition().getFromState() == State.CLOSED) {
                log.warn("requests are refused until the queue accepts them again");
            } else if (event.getStateTransition().getToState() == State.CLOSED) {
                log.info("requests are accepted");
            }
        });
    }

    /**
     * As {@link CouponIssueQueueService#addCouponIssueRequest}. Fails with {@link QueueUnavailableException} at once if the
     * breaker is open, or too many requests are in flight.
     */
    public Mono<QueuePosition> addCouponIssueRequest(CouponIssueEvent event) {
        return Mono.defer(() -> {
            QueueUnavailableException refusal = admit();
            return refusal == null ? queue.addCouponIssueRequest(event).tap(Passage::new) : Mono.error(refusal);
        });
    }

    /** The queue has answered its monitor. What happens to requests is judged apart. */
    public void answered() {
        if (breaker.getState() == State.FORCED_OPEN) {
            breaker.transitionToClosedState();
        }
    }

    /** The queue has not answered its monitor. */
    public void silent() {
        if (breaker.getState() != State.FORCED_OPEN) {
            breaker.transitionToForcedOpenState();
        }
    }

    private @Nullable QueueUnavailableException admit() {
        if (inFlight.incrementAndGet() > inFlightMax) {
            return refused("too many requests are in flight");
        }
        return breaker.tryAcquirePermission() ? null : refused("the queue does not answer");
    }

    private QueueUnavailableException refused(String reason) {
        inFlight.decrementAndGet();
        unavailable.record(0, TimeUnit.NANOSECONDS);
        return new QueueUnavailableException(reason, null);
    }

    private Timer timerOf(Throwable failure) {
        if (failure instanceof QueueUnavailableException) {
            return unavailable;
        }
        return failure instanceof QueueAcknowledgementUnknownException ? unknown : failed;
    }

    private static Timer timer(MeterRegistry registry, String outcome) {
        return Timer.builder("coupon.publish")
                .tag("what", "events")
                .tag("outcome", outcome)
                .description("Queueing one request, up to the queue's acknowledgement")
                .register(registry);
    }

    /** One request on its way into the queue; it ends once. */
    private final class Passage extends DefaultSignalListener<QueuePosition> {
        private final long begunNanos = System.nanoTime();
        private final AtomicBoolean ended = new AtomicBoolean();

        @Override
        public void doOnNext(QueuePosition position) {
            if (end()) {
                long tookNanos = System.nanoTime() - begunNanos;
                breaker.onSuccess(tookNanos, TimeUnit.NANOSECONDS);
                accepted.record(tookNanos, TimeUnit.NANOSECONDS);
            }
        }

        @Override
        public void doOnError(Throwable failure) {
            if (end()) {
                long tookNanos = System.nanoTime() - begunNanos;
                breaker.onError(tookNanos, TimeUnit.NANOSECONDS, failure);
                timerOf(failure).record(tookNanos, TimeUnit.NANOSECONDS);
            }
        }

        @Override
        public void doOnCancel() {
            if (end()) {
                breaker.releasePermission();
            }
        }

        private boolean end() {
            boolean first = ended.compareAndSet(false, true);
            if (first) {
                inFlight.decrementAndGet();
            }
            return first;
        }
    }
}
