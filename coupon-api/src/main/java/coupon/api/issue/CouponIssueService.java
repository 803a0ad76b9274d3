package coupon.api.issue;

import coupon.api.coupon.CouponSnapshot;
import coupon.api.issue.IssueAnswer.Decided;
import coupon.api.issue.IssueAnswer.Queued;
import coupon.api.issue.IssueAnswer.Refused;
import coupon.api.issue.IssueAnswer.Unknown;
import coupon.api.queue.QueueProgress;
import coupon.api.result.Ledger;
import coupon.api.result.RequestTicket;
import coupon.api.result.RequestView;
import coupon.api.result.WaitingCallers;
import coupon.api.result.WaitingCallers.WaitingCaller;
import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.QueuePosition;
import coupon.core.queue.CouponIssueQueueService;
import coupon.core.queue.CouponIssueResultCodec.PublishedResult;
import coupon.core.queue.QueueAcknowledgementUnknownException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/** Takes a request: stamps it, refuses it early or queues it, and waits for its outcome if the caller does. */
public final class CouponIssueService {
    private final CouponSnapshot coupons;
    private final CouponIssueQueueService queue;
    private final QueueProgress progress;
    private final WaitingCallers waiting;
    private final Ledger ledger;
    private final Supplier<UUID> requestIds;
    private final Clock clock;

    public CouponIssueService(
            CouponSnapshot coupons,
            CouponIssueQueueService queue,
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
    Mono<IssueAnswer> issue(long couponId, long userId, Optional<WaitPreference> wait) {
        var event = new CouponIssueEvent(requestIds.get(), userId, couponId, clock.instant());
        return refusal(event)
                .flatMap(refusal -> refusal.<Mono<IssueAnswer>>map(reason -> Mono.just(new Refused(event, reason)))
                        .orElseGet(() -> wait.map(preference -> queueAndWait(event, preference.duration()))
                                .orElseGet(() -> queue(event))));
    }

    private Mono<Optional<EarlyRefusal>> refusal(CouponIssueEvent event) {
        return coupons.find(event.couponId())
                .map(coupon -> EarlyRefusal.of(coupon, event.requestedAt()))
                .defaultIfEmpty(Optional.of(EarlyRefusal.UNKNOWN_COUPON));
    }

    private Mono<IssueAnswer> queue(CouponIssueEvent event) {
        return queue.addCouponIssueRequest(event)
                .map(place -> queued(event, place))
                .onErrorReturn(QueueAcknowledgementUnknownException.class, new Unknown(event));
    }

    /** The caller waits from before the request is queued, or its outcome could come too early to be noticed. */
    private Mono<IssueAnswer> queueAndWait(CouponIssueEvent event, Duration wait) {
        long deadline = System.nanoTime() + wait.toNanos();
        return Mono.using(
                () -> waiting.admit(event.eventId()),
                caller -> queue(event)
                        .flatMap(undecided -> outcome(event, caller, deadline).defaultIfEmpty(undecided)),
                WaitingCaller::leave);
    }

    private Mono<IssueAnswer> outcome(CouponIssueEvent event, WaitingCaller caller, long deadline) {
        Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
        return caller.result()
                .map(result -> decided(event, result))
                .timeout(left)
                .onErrorResume(TimeoutException.class, tooLate -> Mono.empty())
                .switchIfEmpty(Mono.defer(() -> outcomeInLedger(event)));
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
                new QueuePosition(result.sourcePartition(), result.sourceOffset())));
    }

    private static IssueAnswer decided(CouponIssueResult result) {
        return new Decided(RequestView.decided(result), result.outcome());
    }
}
