package coupon.core.store.r2dbc;

import reactor.core.publisher.Mono;

/**
 * A query whose caller may go away: the query then ends by itself. Cancelling it would leave its connection busy, or
 * hand it out in the middle of an answer.
 */
final class Uncancelled {
    private Uncancelled() {}

    static <T> Mono<T> query(Mono<T> query) {
        return Mono.fromFuture(query::toFuture, true);
    }
}
