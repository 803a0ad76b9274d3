package coupon.api.result;

import coupon.api.http.RequestIds;
import coupon.api.queue.QueueProgress;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongPredicate;
import reactor.core.publisher.Mono;

/** Tells the state of a request, whichever instance accepted it; without a query where this instance knows it. */
public final class RequestService {
    private final RequestStore store;
    private final RecentResults recent;
    private final QueueProgress progress;
    private final LongPredicate isPaused;

    /** @param isPaused whether the coupon is; it must cost nothing */
    public RequestService(RequestStore store, RecentResults recent, QueueProgress progress, LongPredicate isPaused) {
        this.store = store;
        this.recent = recent;
        this.progress = progress;
        this.isPaused = isPaused;
    }

    /** Empty if there is no such request, or it is not decided and there is no ticket for it. */
    public Mono<RequestView> find(long couponId, UUID requestId, Optional<RequestTicket> ticket) {
        return ticket.flatMap(it -> known(couponId, requestId, it))
                .orElseGet(() -> decided(requestId)
                        .switchIfEmpty(Mono.defer(
                                () -> Mono.justOrEmpty(ticket).flatMap(it -> undecided(couponId, requestId, it)))))
                .filter(request -> request.couponId() == couponId);
    }

    private Optional<Mono<RequestView>> known(long couponId, UUID requestId, RequestTicket ticket) {
        return recent.find(requestId, ticket.position())
                .map(result -> store.view(result, ticket.acceptedAt()))
                .or(() -> Optional.of(Mono.just(queued(couponId, requestId, ticket)))
                        .filter(view -> RequestIds.hasTime(requestId) && progress.isFarBehind(ticket.position())));
    }

    private Mono<RequestView> decided(UUID requestId) {
        return store.findView(requestId);
    }

    /** Where the group has passed the position, the outcome was stored after the first query, or there will never be one. */
    private Mono<RequestView> undecided(long couponId, UUID requestId, RequestTicket ticket) {
        return progress.hasPassed(ticket.position())
                ? decided(requestId)
                : Mono.just(queued(couponId, requestId, ticket));
    }

    /** As it waits now; costs no query. */
    RequestView queued(long couponId, UUID requestId, RequestTicket ticket) {
        RequestView view = RequestView.queued(
                requestId, couponId, ticket.userId(), ticket.acceptedAt(), progress.ahead(ticket.position()));
        return isPaused.test(couponId) ? view.ofPausedCoupon() : view;
    }
}
