package coupon.api.issue;

import coupon.api.coupon.CouponSnapshot;
import coupon.api.issue.IssueAnswer.Decided;
import coupon.api.issue.IssueAnswer.Queued;
import coupon.api.issue.IssueAnswer.Refused;
import coupon.api.issue.IssueAnswer.Repeated;
import coupon.api.issue.IssueAnswer.Unknown;
import coupon.api.queue.MeteredQueue;
import coupon.api.queue.QueueProgress;
import coupon.api.result.Ledger;
import coupon.api.result.RequestTicket;
import coupon.api.result.RequestView;
import coupon.api.result.WaitingCallers;
import coupon.api.result.WaitingCallers.WaitingCaller;
import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.QueuePosition;
import coupon.core.queue.wire.PublishedResult;
import coupon.core.queue.QueueAcknowledgementUnknownException;
import java.time.Clock;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/** Takes a request: stamps it, refuses it early or queues it, and waits for its outcome if the caller does. */
public final class CouponIssueService {
    private final CouponSnapshot coupons;
    private final MeteredQueue queue;
    private final QueueProgress progress;
    private final WaitingCallers waiting;
    private final Ledger ledger;
    private final Supplier<UUID> requestIds;
    private final Clock clock;

    public CouponIssueService(
            CouponSnapshot coupons,
            MeteredQueue queue,
            QueueProgress progress,
            WaitingCallers waiting,
            Ledger ledger,
            Supplier<UUID> requestIds,
            Clock clock) {
        this.coupons = coupons;
        this.queue = queue;
        this.progress = progress;
        this.waiting = waiting;
        this.ledger = ledger;
        this.requestIds = requestIds;
        this.clock = clock;
    }

    /** Fails only if the queue certainly did not take the request, or the coupon cannot be looked up. */
    Mono<IssueAnswer> issue(IssueCall call) {
        var event = new CouponIssueEvent(call.requestId(requestIds), call.userId(), call.couponId(), clock.instant());
        return refusal(event)
                .flatMap(refusal -> refusal.map(reason -> refuse(call, new Refused(event, reason)))
                        .orElseGet(() -> accept(call, event)));
    }

    private Mono<IssueAnswer> accept(IssueCall call, CouponIssueEvent event) {
        return call.waiting().map(wait -> queueAndWait(call, event, wait)).orElseGet(() -> queue(event));
    }

    private Mono<Optional<EarlyRefusal>> refusal(CouponIssueEvent event) {
        return coupons.find(event.couponId())
                .map(coupon -> EarlyRefusal.of(coupon, event.requestedAt()))
                .defaultIfEmpty(Optional.of(EarlyRefusal.UNKNOWN_COUPON));
    }

    /**
     * A request with a key may have been made before, and what it was given is not taken back because the coupon is gone
     * by now. If it is not decided it may still stand in line, which only the line itself knows: so the repetition is
     * queued too, and whatever is decided is decided for both.
     */
    private Mono<IssueAnswer> refuse(IssueCall call, Refused refused) {
        if (call.key().isEmpty() || refused.reason() == EarlyRefusal.UNKNOWN_COUPON) {
            return Mono.just(refused);
        }
        return ledger.find(refused.event().eventId())
                .map(result -> call.preference().isPresent() ? decided(result) : repeated(result))
                .switchIfEmpty(Mono.defer(() -> accept(call, refused.event())));
    }

    private Mono<IssueAnswer> queue(CouponIssueEvent event) {
        return queue.addCouponIssueRequest(event)
                .map(place -> queued(event, place))
                .onErrorReturn(QueueAcknowledgementUnknownException.class, new Unknown(event));
    }

    /** The caller waits from before the request is queued, or its outcome could come too early to be noticed. */
    private Mono<IssueAnswer> queueAndWait(IssueCall call, CouponIssueEvent event, Duration wait) {
        long deadline = System.nanoTime() + wait.toNanos();
        return Mono.using(
                () -> waiting.admit(event.eventId()),
                caller -> queue(event)
                        .flatMap(undecided ->
                                outcome(call, event, caller, deadline).defaultIfEmpty(undecided)),
                WaitingCaller::leave);
    }

    private Mono<IssueAnswer> outcome(IssueCall call, CouponIssueEvent event, WaitingCaller caller, long deadline) {
        Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
        Mono<IssueAnswer> told = caller.result().map(result -> decided(event, result));
        return (call.key().isEmpty() ? told : toldOrKnown(told, event))
                .timeout(left)
                .onErrorResume(TimeoutException.class, tooLate -> Mono.empty())
                .switchIfEmpty(Mono.defer(() -> outcomeInLedger(event)));
    }

    /**
     * A request with a key may be decided long since, by what was queued the first time: the ledger knows at once, while
     * the repetition stands at the end of the line. What is told then is not when this call came but when the first did.
     */
    private Mono<IssueAnswer> toldOrKnown(Mono<IssueAnswer> told, CouponIssueEvent event) {
        Mono<IssueAnswer> known = outcomeInLedger(event);
        return Mono.firstWithValue(known, told.flatMap(answer -> known.defaultIfEmpty(answer)))
                .onErrorResume(NoSuchElementException.class, neither -> Mono.empty());
    }

    /** A result can be missed, the ledger cannot. */
    private Mono<IssueAnswer> outcomeInLedger(CouponIssueEvent event) {
        return ledger.find(event.eventId()).onErrorComplete().map(CouponIssueService::decided);
    }

    private IssueAnswer queued(CouponIssueEvent event, QueuePosition place) {
        RequestView request = RequestView.queued(
                event.eventId(), event.couponId(), event.userId(), event.requestedAt(), progress.ahead(place));
        return new Queued(request, RequestTicket.of(event, place));
    }

    private static IssueAnswer decided(CouponIssueEvent event, PublishedResult result) {
        return decided(new CouponIssueResult(
                result.eventId(),
                result.userId(),
                result.couponId(),
                result.outcome(),
                event.requestedAt(),
                result.decidedAt(),
                new QueuePosition(result.sourcePartition(), result.sourceOffset()),
                result.number()));
    }

    private static IssueAnswer decided(CouponIssueResult result) {
        return new Decided(RequestView.decided(result), result.outcome());
    }

    private static IssueAnswer repeated(CouponIssueResult result) {
        return new Repeated(RequestView.decided(result));
    }
}
