package coupon.api.issue;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochRandomGenerator;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import coupon.api.coupon.CouponSnapshot;
import coupon.api.issue.IssueAnswer.Decided;
import coupon.api.issue.IssueAnswer.Queued;
import coupon.api.issue.IssueAnswer.Refused;
import coupon.api.issue.IssueAnswer.Unknown;
import coupon.api.queue.GuardedQueue;
import coupon.api.queue.QueueProgress;
import coupon.api.result.Canary;
import coupon.api.result.RequestService;
import coupon.api.result.RequestTicket;
import coupon.api.result.RequestView;
import coupon.api.result.WaitingCallers;
import coupon.api.result.WaitingCallers.WaitingCaller;
import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.QueuePosition;
import coupon.core.queue.QueueAcknowledgementUnknownException;
import java.time.Clock;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import reactor.core.publisher.Mono;

/** Takes a request: stamps it, refuses it early or queues it, and waits for its outcome if the caller does. */
@Service
final class CouponIssueService {
    /** How long before the end of a wait the store is asked, at most: an answer that comes later is of no use. */
    private static final Duration LAST_LOOK_MAX = Duration.ofMillis(500);

    private static final int LAST_LOOK_FRACTION = 4;

    private static final int KEYED_MAX = 100_000;
    private static final Duration KEYED_FOR = Duration.ofMinutes(30);

    /** One for each thread: a generator makes its callers wait for each other, and those are event loops. */
    private static final ThreadLocal<TimeBasedEpochRandomGenerator> REQUEST_IDS =
            ThreadLocal.withInitial(Generators::timeBasedEpochRandomGenerator);

    private final CouponSnapshot coupons;
    private final GuardedQueue queue;
    private final QueueProgress progress;
    private final WaitingCallers waiting;
    private final RequestService requests;
    private final Canary canary;
    private final Clock clock;
    /**
     * What this instance did with the requests whose ids follow from a key, a bounded number of them for a while: until a
     * queued one is decided nothing else knows of it, and a refused one is stored nowhere. Both kinds have their own bound,
     * so that inventing keys for a coupon that is sold out does not push out those that are queued.
     */
    private final Cache<UUID, Boolean> queuedByKey = newCache();

    private final Cache<UUID, EarlyRefusal> refusedByKey = newCache();

    CouponIssueService(
            CouponSnapshot coupons,
            GuardedQueue queue,
            QueueProgress progress,
            WaitingCallers waitingCallers,
            RequestService requests,
            Canary canary,
            Clock clock) {
        this.coupons = coupons;
        this.queue = queue;
        this.progress = progress;
        this.waiting = waitingCallers;
        this.requests = requests;
        this.canary = canary;
        this.clock = clock;
    }

    /** Fails only if the queue certainly did not take the request, or the coupon cannot be looked up. */
    Mono<IssueAnswer> issue(IssueCall call) {
        var event = new CouponIssueEvent(requestId(call), call.userId(), call.couponId(), clock.instant());
        return coupons.find(event.couponId())
                .flatMap(coupon -> judge(call, event, EarlyRefusal.of(coupon, event.requestedAt())))
                .switchIfEmpty(Mono.fromSupplier(() -> new Refused(event, EarlyRefusal.UNKNOWN_COUPON)));
    }

    /** Without a key every call is another request. */
    private static UUID requestId(IssueCall call) {
        return call.key() == null ? REQUEST_IDS.get().generate() : call.key().requestId(call.couponId(), call.userId());
    }

    private Mono<IssueAnswer> judge(IssueCall call, CouponIssueEvent event, @Nullable EarlyRefusal refusal) {
        if (call.key() != null) {
            return judgeKeyed(call, event, refusal);
        }
        return refusal == null ? accept(call, event) : Mono.just(new Refused(event, refusal));
    }

    /**
     * A request with a key may have been made before. What is decided is in the store. What this instance has queued and
     * nobody has decided is queued again, whatever the coupon's state is by now, and decided once; what it has refused
     * stays refused. What neither knows is refused like a request without a key.
     */
    private Mono<IssueAnswer> judgeKeyed(IssueCall call, CouponIssueEvent event, @Nullable EarlyRefusal refusal) {
        UUID id = event.eventId();
        EarlyRefusal before = refusedByKey.getIfPresent(id);
        if (before != null) {
            return Mono.just(new Refused(event, before));
        }
        if (refusal == null) {
            queuedByKey.put(id, true);
            return accept(call, event);
        }
        return requests.findStored(id).<IssueAnswer>map(Decided::new).switchIfEmpty(Mono.defer(() -> {
            if (queuedByKey.getIfPresent(id) != null) {
                return accept(call, event);
            }
            refusedByKey.put(id, refusal);
            return Mono.just(new Refused(event, refusal));
        }));
    }

    private Mono<IssueAnswer> accept(IssueCall call, CouponIssueEvent event) {
        return call.preference() == null
                ? queue(event)
                : queueAndWait(call, event, call.preference().duration());
    }

    private Mono<IssueAnswer> queue(CouponIssueEvent event) {
        return queue.addCouponIssueRequest(event)
                .map(position -> queued(event, position))
                .onErrorReturn(QueueAcknowledgementUnknownException.class, new Unknown(event));
    }

    /** The caller waits from before the request is queued, or its outcome could come too early to be noticed. */
    private Mono<IssueAnswer> queueAndWait(IssueCall call, CouponIssueEvent event, Duration wait) {
        long deadlineNanos = System.nanoTime() + wait.toNanos();
        return Mono.using(
                () -> waiting.admit(event.eventId()),
                caller -> queue(event)
                        .flatMap(undecided -> caller.isAdmitted()
                                ? outcome(call, event, caller, deadlineNanos).defaultIfEmpty(undecided)
                                : Mono.just(undecided)),
                WaitingCaller::leave);
    }

    /**
     * The published outcome, or what the store has shortly before the time is up: a result can be missed, the store
     * cannot. Empty at the deadline, even if the store does not answer, or when nothing more will be published here.
     */
    private Mono<IssueAnswer> outcome(
            IssueCall call, CouponIssueEvent event, WaitingCaller caller, long deadlineNanos) {
        long leftNanos = Math.max(0, deadlineNanos - System.nanoTime());
        long lastLookNanos = Math.min(LAST_LOOK_MAX.toNanos(), leftNanos / LAST_LOOK_FRACTION);
        Duration left = Duration.ofNanos(leftNanos);
        Mono<IssueAnswer> published = caller.result()
                .flatMap(result -> requests.view(result, event.requestedAt()).map(Decided::new));
        Mono<IssueAnswer> missed = Mono.delay(left.minusNanos(lastLookNanos)).then(Mono.defer(() -> stored(event)));
        return Mono.firstWithSignal(
                        call.key() == null ? published : publishedOrStored(published, event),
                        missed.switchIfEmpty(Mono.never()))
                .timeout(left, Mono.empty());
    }

    /**
     * A request with a key may be decided long since, by what was queued the first time: the store knows at once, while
     * the repetition is at the end of the queue. When it was accepted is what the store says, not the time of this call.
     */
    private Mono<IssueAnswer> publishedOrStored(Mono<IssueAnswer> published, CouponIssueEvent event) {
        Mono<IssueAnswer> stored = stored(event);
        return Mono.firstWithValue(stored, published.flatMap(answer -> stored.defaultIfEmpty(answer)))
                .onErrorResume(NoSuchElementException.class, neither -> Mono.empty());
    }

    private Mono<IssueAnswer> stored(CouponIssueEvent event) {
        return requests.findStored(event.eventId()).onErrorComplete().map(Decided::new);
    }

    private IssueAnswer queued(CouponIssueEvent event, QueuePosition position) {
        canary.remember(event.eventId(), position);
        var ticket = RequestTicket.of(event, position);
        return new Queued(
                RequestView.queued(event.eventId(), event.couponId(), ticket, progress.ahead(position)), ticket);
    }

    private static <V> Cache<UUID, V> newCache() {
        return Caffeine.newBuilder()
                .maximumSize(KEYED_MAX)
                .expireAfterWrite(KEYED_FOR)
                .build();
    }
}
