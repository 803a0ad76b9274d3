package coupon.api.result;

import coupon.api.problem.ProblemType;
import coupon.api.problem.Problems;
import coupon.api.queue.QueueProgress;
import coupon.api.result.WaitingCallers.WaitingCaller;
import coupon.core.queue.wire.PublishedResult;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.ErrorResponseException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Requests that are watched until they are decided, as server-sent events. All streams share one clock for their
 * positions; a stream costs memory beyond that, and nothing once its reader has left.
 */
public final class RequestStreams implements SmartLifecycle {
    private static final Duration POSITION_INTERVAL = Duration.ofMillis(250);

    private final RequestService requests;
    private final RequestStore store;
    private final QueueProgress progress;
    private final Duration heartbeatInterval;
    private final WaitingCallers readers;
    private final Flux<Long> clock = Flux.interval(POSITION_INTERVAL).share();

    /** @param openMax with so many open, another one is refused */
    public RequestStreams(
            RequestService requests,
            RequestStore store,
            QueueProgress progress,
            Duration heartbeatInterval,
            int openMax) {
        this.requests = requests;
        this.store = store;
        this.progress = progress;
        this.heartbeatInterval = heartbeatInterval;
        this.readers = new WaitingCallers(openMax);
    }

    /**
     * Opens a stream. Fails before the first event if there is no such request, or there are too many streams.
     *
     * @param visible whether the reader may see it
     */
    Flux<ServerSentEvent<RequestView>> open(
            long couponId, UUID requestId, Optional<RequestTicket> ticket, Predicate<RequestView> visible) {
        return Flux.using(
                () -> readers.admit(requestId),
                reader -> reader.isAdmitted()
                        ? requests.find(couponId, requestId, ticket)
                                .filter(visible)
                                .switchIfEmpty(Mono.error(RequestController::unknown))
                                .flatMapMany(first -> events(first, ticket, reader))
                        : Flux.error(RequestStreams::tooMany),
                WaitingCaller::leave);
    }

    private Flux<ServerSentEvent<RequestView>> events(
            RequestView first, Optional<RequestTicket> ticket, WaitingCaller reader) {
        return ticket.filter(it -> first.state() == RequestView.State.QUEUED)
                .map(it -> new RequestStream(first, it, requests, store, progress)
                        .events(reader, clock, heartbeatInterval))
                .orElseGet(() -> Flux.just(RequestStream.decided(first)));
    }

    public void complete(PublishedResult result) {
        readers.complete(result);
    }

    public int count() {
        return readers.count();
    }

    @Override
    public void start() {
        readers.start();
    }

    /** Ends all streams, so that the web server need not wait for them; their readers come back to another instance. */
    @Override
    public void stop() {
        readers.stop();
    }

    @Override
    public boolean isRunning() {
        return readers.isRunning();
    }

    private static ErrorResponseException tooMany() {
        return Problems.later(
                ProblemType.TOO_MANY_STREAMS, "Too many event streams are open; poll the request instead.");
    }
}
