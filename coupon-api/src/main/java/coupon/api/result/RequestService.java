package coupon.api.result;

import coupon.api.coupon.CouponSnapshot;
import coupon.api.http.RequestIds;
import coupon.api.queue.QueueProgress;
import coupon.core.queue.wire.PublishedResult;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Tells the state of a request, whichever instance accepted it; without a query where this instance knows it. */
@Component
final class RequestService {
    private final RequestStore store;
    private final RecentResults recent;
    private final QueueProgress progress;
    private final CouponSnapshot coupons;

    RequestService(RequestStore store, RecentResults recent, QueueProgress progress, CouponSnapshot coupons) {
        this.store = store;
        this.recent = recent;
        this.progress = progress;
        this.coupons = coupons;
    }

    /** Empty if there is no such request, or it is not decided and there is no ticket for it. */
    Mono<RequestView> find(long couponId, UUID requestId, Optional<RequestTicket> ticket) {
        return ticket.map(it -> find(couponId, requestId, it))
                .orElseGet(() -> store.findView(requestId))
                .filter(request -> request.couponId() == couponId);
    }

    private Mono<RequestView> find(long couponId, UUID requestId, RequestTicket ticket) {
        Optional<PublishedResult> result = recent.find(requestId, ticket.position());
        if (result.isPresent()) {
            return store.view(result.get(), ticket.acceptedAt());
        }
        if (RequestIds.hasTime(requestId) && progress.isFarBehind(ticket.position())) {
            return Mono.just(queued(couponId, requestId, ticket));
        }
        return store.findView(requestId).switchIfEmpty(Mono.defer(() -> undecided(couponId, requestId, ticket)));
    }

    /** Where the group has passed the position, the outcome was stored after the first query, or there will never be one. */
    private Mono<RequestView> undecided(long couponId, UUID requestId, RequestTicket ticket) {
        return progress.hasPassed(ticket.position())
                ? store.findView(requestId)
                : Mono.just(queued(couponId, requestId, ticket));
    }

    /** As it waits now; costs no query. */
    RequestView queued(long couponId, UUID requestId, RequestTicket ticket) {
        RequestView view = RequestView.queued(
                requestId, couponId, ticket.userId(), ticket.acceptedAt(), progress.ahead(ticket.position()));
        return coupons.isPaused(couponId) ? view.ofPausedCoupon() : view;
    }
}
