package coupon.api.result;

import coupon.api.coupon.CouponSnapshot;
import coupon.api.coupon.StoreCalls;
import coupon.api.http.RequestIds;
import coupon.api.queue.QueueProgress;
import coupon.core.domain.QueuePosition;
import coupon.core.queue.wire.PublishedResult;
import coupon.core.store.CouponCodes;
import coupon.core.store.CouponIssueResultRepository;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Tells the state of a request, whichever instance accepted it; without a query where this instance knows it. */
@Component
public final class RequestService implements Consumer<PublishedResult> {
    /** About 200 bytes each. */
    static final int RECENT_MAX = 50_000;

    private final CouponIssueResultRepository results;
    private final CouponCodes codes;
    private final CouponSnapshot coupons;
    private final QueueProgress progress;

    /** A plain map under a lock: one thread writes, and what a caller that polls saves is a query. */
    private final Map<UUID, PublishedResult> recent = Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, PublishedResult> eldest) {
            return size() > RECENT_MAX;
        }
    });

    RequestService(
            CouponIssueResultRepository results, CouponCodes codes, CouponSnapshot coupons, QueueProgress progress) {
        this.results = results;
        this.codes = codes;
        this.coupons = coupons;
        this.progress = progress;
    }

    /** Remembers the last results, so that most callers that ask for a status soon cost no query. */
    @Override
    public void accept(PublishedResult result) {
        recent.put(result.eventId(), result);
    }

    /** Empty if there is no such request, or it is not decided and there is no ticket for it. */
    Mono<RequestView> find(long couponId, UUID requestId, Optional<RequestTicket> ticket) {
        return ticket.map(it -> find(couponId, requestId, it))
                .orElseGet(() -> findStored(requestId))
                .filter(request -> request.couponId() == couponId);
    }

    private Mono<RequestView> find(long couponId, UUID requestId, RequestTicket ticket) {
        PublishedResult result = recent.get(requestId);
        if (result != null && isOf(result, ticket.position())) {
            return view(result, ticket.acceptedAt());
        }
        if (RequestIds.hasTime(requestId) && progress.isFarBehind(ticket.position())) {
            return Mono.just(queued(couponId, requestId, ticket));
        }
        return findStored(requestId).switchIfEmpty(Mono.defer(() -> undecided(couponId, requestId, ticket)));
    }

    /** Whether it is the result of exactly this record: a request that was queued twice is decided only once. */
    static boolean isOf(PublishedResult result, QueuePosition position) {
        return result.sourcePartition() == position.partition() && result.sourceOffset() == position.offset();
    }

    /** Where the group has passed the position, the outcome was stored after the first query, or there will never be one. */
    private Mono<RequestView> undecided(long couponId, UUID requestId, RequestTicket ticket) {
        return progress.hasPassed(ticket.position())
                ? findStored(requestId)
                : Mono.just(queued(couponId, requestId, ticket));
    }

    /** As it waits now; costs no query. */
    RequestView queued(long couponId, UUID requestId, RequestTicket ticket) {
        RequestView view = RequestView.queued(requestId, couponId, ticket, progress.ahead(ticket.position()));
        return coupons.isPaused(couponId) ? view.ofPausedCoupon() : view;
    }

    /** As the database has it: empty if the request is not decided; fails if the database does not answer. */
    public Mono<RequestView> findStored(UUID requestId) {
        return StoreCalls.read(results.findById(requestId)).flatMap(result -> withCode(RequestView.decided(result)));
    }

    /** A published result as clients see it: without its code if the database does not answer. */
    public Mono<RequestView> view(PublishedResult result, Instant acceptedAt) {
        RequestView view = RequestView.decided(result, acceptedAt);
        return withCode(view).onErrorReturn(view);
    }

    /** Costs no query for a coupon without codes. */
    private Mono<RequestView> withCode(RequestView view) {
        Long number = view.number();
        return number == null || !coupons.hasCodes(view.couponId())
                ? Mono.just(view)
                : StoreCalls.read(codes.find(view.couponId(), number))
                        .map(view::withCode)
                        .defaultIfEmpty(view);
    }
}
