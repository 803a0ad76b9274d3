package coupon.api.queue;

import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.QueuePosition;
import coupon.core.queue.QueueAcknowledgementUnknownException;
import coupon.core.queue.QueueUnavailableException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import reactor.core.publisher.Mono;

/** The gate to the queue, with the verb {@code publish} measured by what came of it; tells of what was accepted. */
public final class MeteredQueue {
    private final QueueGate gate;
    private final BiConsumer<UUID, QueuePosition> whenAccepted;
    private final Timer accepted;
    private final Timer unavailable;
    private final Timer unknown;
    private final Timer failed;

    /** @param whenAccepted quick, never throws */
    public MeteredQueue(QueueGate gate, MeterRegistry registry, BiConsumer<UUID, QueuePosition> whenAccepted) {
        this.gate = gate;
        this.whenAccepted = whenAccepted;
        accepted = timer(registry, "ACCEPTED");
        unavailable = timer(registry, "UNAVAILABLE");
        unknown = timer(registry, "UNKNOWN");
        failed = timer(registry, "FAILED");
    }

    /** As {@link QueueGate#addCouponIssueRequest}. */
    public Mono<QueuePosition> addCouponIssueRequest(CouponIssueEvent event) {
        return Mono.defer(() -> {
            long begunNanos = System.nanoTime();
            return gate.addCouponIssueRequest(event)
                    .doOnNext(place -> {
                        record(accepted, begunNanos);
                        whenAccepted.accept(event.eventId(), place);
                    })
                    .doOnError(failure -> record(timerOf(failure), begunNanos));
        });
    }

    private Timer timerOf(Throwable failure) {
        if (failure instanceof QueueUnavailableException) {
            return unavailable;
        }
        return failure instanceof QueueAcknowledgementUnknownException ? unknown : failed;
    }

    private static void record(Timer timer, long begunNanos) {
        timer.record(System.nanoTime() - begunNanos, TimeUnit.NANOSECONDS);
    }

    private static Timer timer(MeterRegistry registry, String outcome) {
        return Timer.builder("coupon.publish")
                .tag("what", "events")
                .tag("outcome", outcome)
                .description("Queueing one request, up to the queue's acknowledgement")
                .register(registry);
    }
}
