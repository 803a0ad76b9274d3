package coupon.api.result;

import coupon.api.queue.QueueProgress;
import java.util.Optional;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** Tells what became of a request, whichever instance took it. */
public final class RequestService {
    private final RequestStore store;
    private final QueueProgress progress;

    public RequestService(RequestStore store, QueueProgress progress) {
        this.store = store;
        this.progress = progress;
    }

    /** Empty if there is no such request, or it is not decided and there is no ticket for it. */
    public Mono<RequestView> find(long couponId, UUID requestId, Optional<RequestTicket> ticket) {
        return decided(requestId)
                .switchIfEmpty(
                        Mono.defer(() -> Mono.justOrEmpty(ticket).flatMap(it -> undecided(couponId, requestId, it))))
                .filter(request -> request.couponId() == couponId);
    }

    private Mono<RequestView> decided(UUID requestId) {
        return store.find(requestId).map(RequestView::decided);
    }

    /** Where the group has passed the place, the outcome came after the first look into the store, or will never come. */
    private Mono<RequestView> undecided(long couponId, UUID requestId, RequestTicket ticket) {
        if (progress.hasPassed(ticket.place())) {
            return decided(requestId);
        }
        return Mono.just(RequestView.queued(
                requestId, couponId, ticket.userId(), ticket.acceptedAt(), progress.ahead(ticket.place())));
    }
}
