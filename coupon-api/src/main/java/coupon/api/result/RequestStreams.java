package coupon.api.result;

import coupon.api.CouponApiSettings;
import coupon.api.problem.ProblemType;
import coupon.api.problem.Problems;
import coupon.api.queue.QueueProgress;
import coupon.api.result.WaitingCallers.WaitingCaller;
import coupon.core.queue.wire.PublishedResult;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponseException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Requests that are watched until they are decided, as server-sent events. All streams share one clock for their
 * positions; a stream costs memory beyond that, and nothing once its reader has left.
 *
 * <p>The outcome comes with the published results, for no query at all. Should it have been missed, it is in the request
 * store as soon as the group has committed the position, and is looked up then. A look-up without that sign, every thirty
 * seconds, covers what the sign does not: results that cannot be published, and a topic that was re-created. So ten
 * thousand streams cost some three hundred queries by primary key a second at the very worst, and none in normal service.
 */
@Component
final class RequestStreams {
    private static final String QUEUED = "queued";
    private static final String DECIDED = "decided";
    private static final Duration POSITION_INTERVAL = Duration.ofMillis(250);
    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(3);
    private static final int LOOKS_FROM_SIGNLESS_TO_SIGNLESS = 10;
    private static final Duration LIFE_MAX = Duration.ofMinutes(30);
    private static final ServerSentEvent<RequestView> HEARTBEAT =
            ServerSentEvent.<RequestView>builder().comment("").build();
    private static final ServerSentEvent<RequestView> END =
            ServerSentEvent.<RequestView>builder().comment("end").build();

    private final RequestService requests;
    private final QueueProgress progress;
    private final WaitingCallers readers;
    private final Duration heartbeatInterval;
    private final Flux<Long> clock = Flux.interval(POSITION_INTERVAL).share();

    RequestStreams(
            RequestService requests, QueueProgress progress, WaitingCallers streamReaders, CouponApiSettings settings) {
        this.requests = requests;
        this.progress = progress;
        this.readers = streamReaders;
        this.heartbeatInterval = settings.streams().heartbeatInterval();
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
                .map(it -> new Watched(first, it, reader).events())
                .orElseGet(() -> Flux.just(event(DECIDED, first)));
    }

    private static ServerSentEvent<RequestView> event(String name, RequestView request) {
        return ServerSentEvent.builder(request).event(name).build();
    }

    private static ErrorResponseException tooMany() {
        return Problems.later(
                ProblemType.TOO_MANY_STREAMS, "Too many event streams are open; poll the request instead.");
    }

    /** One request on its way from its position in the queue to its outcome. */
    private final class Watched {
        private final RequestView first;
        private final RequestTicket ticket;
        private final WaitingCaller reader;

        Watched(RequestView first, RequestTicket ticket, WaitingCaller reader) {
            this.first = first;
            this.ticket = ticket;
            this.reader = reader;
        }

        /** A reader that does not keep up misses positions, and affects no other. */
        Flux<ServerSentEvent<RequestView>> events() {
            Flux<ServerSentEvent<RequestView>> heartbeats =
                    Flux.interval(heartbeatInterval).onBackpressureDrop().map(beat -> HEARTBEAT);
            Flux<ServerSentEvent<RequestView>> queued = changes().map(view -> event(QUEUED, view));
            Mono<ServerSentEvent<RequestView>> end = Mono.firstWithSignal(publishedOutcome(), missedOutcome())
                    .filter(this::isTheSame)
                    .map(decided -> event(DECIDED, decided))
                    .defaultIfEmpty(END);
            return Flux.concat(Flux.just(event(QUEUED, first)), Flux.merge(1, end, queued, heartbeats))
                    .takeUntilOther(Mono.delay(LIFE_MAX))
                    .takeWhile(event -> event != END)
                    .takeUntil(event -> DECIDED.equals(event.event()));
        }

        /** A ticket can be invented, and does not open somebody else's outcome. */
        private boolean isTheSame(RequestView decided) {
            return decided.couponId() == first.couponId() && decided.userId() == first.userId();
        }

        /** Whenever the position falls, or the coupon is paused or no longer paused. */
        private Flux<RequestView> changes() {
            return clock.onBackpressureDrop()
                    .map(tick -> requests.queued(first.couponId(), first.requestId(), ticket))
                    .scan(first, Watched::withoutRise)
                    .distinctUntilChanged()
                    .skip(1);
        }

        private static RequestView withoutRise(RequestView before, RequestView now) {
            Long known = before.position();
            return known == null || now.position() != null && now.position() <= known ? now : now.withPosition(known);
        }

        private Mono<RequestView> publishedOutcome() {
            return reader.result().flatMap(this::published);
        }

        /** Of a request that was queued more than once, only the store knows which record counted. */
        private Mono<RequestView> published(PublishedResult result) {
            Mono<RequestView> view = requests.view(result, ticket.acceptedAt());
            return RequestService.isOf(result, ticket.position())
                    ? view
                    : requests.findStored(first.requestId()).onErrorComplete().switchIfEmpty(view);
        }

        private Mono<RequestView> missedOutcome() {
            return Flux.interval(LOOK_INTERVAL)
                    .onBackpressureDrop()
                    .concatMap(this::look, 1)
                    .next()
                    .flatMap(Mono::justOrEmpty);
        }

        /** Emits the outcome, or that there will never be one, or nothing as long as that is open. */
        private Mono<Optional<RequestView>> look(long number) {
            boolean passed = progress.hasPassed(ticket.position());
            if (!passed && (number + 1) % LOOKS_FROM_SIGNLESS_TO_SIGNLESS != 0) {
                return Mono.empty();
            }
            return requests.findStored(first.requestId())
                    .map(Optional::of)
                    .switchIfEmpty(Mono.defer(() -> passed ? Mono.just(Optional.empty()) : Mono.empty()))
                    .onErrorComplete();
        }
    }
}
