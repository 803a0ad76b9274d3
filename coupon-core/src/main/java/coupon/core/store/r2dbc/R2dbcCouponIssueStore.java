package coupon.core.store.r2dbc;

import coupon.core.store.CouponIssueStore;
import coupon.core.store.CouponIssueTransaction;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * One connection, one transaction, one batch.
 *
 * <p>Every failure ends in an explicit ROLLBACK: a lock wait time-out undoes only its statement, and a COMMIT after it
 * would store half a batch. Nothing here has a time-out of its own, because cancelling a query leaves its connection
 * in an unknown state; the limits are the server's (see {@link StoreConnectionOptions}).
 */
public final class R2dbcCouponIssueStore implements CouponIssueStore {
    private final ConnectionFactory connections;

    public R2dbcCouponIssueStore(ConnectionFactory connections) {
        this.connections = connections;
    }

    @Override
    public <T> Mono<T> inTransaction(Function<CouponIssueTransaction, Mono<T>> work) {
        return Mono.usingWhen(
                connections.create(),
                connection -> begin(connection)
                        .then(Mono.defer(() -> work.apply(new R2dbcCouponIssueTransaction(connection))))
                        .flatMap(result -> commit(connection).thenReturn(result))
                        .onErrorResume(failure -> rollback(connection, failure)),
                Connection::close);
    }

    private static Mono<Void> begin(Connection connection) {
        return Mono.from(connection.beginTransaction());
    }

    private static Mono<Void> commit(Connection connection) {
        return Mono.from(connection.commitTransaction());
    }

    private static <T> Mono<T> rollback(Connection connection, Throwable failure) {
        return Mono.from(connection.rollbackTransaction())
                .onErrorResume(alsoFailed -> {
                    failure.addSuppressed(alsoFailed);
                    return Mono.empty();
                })
                .then(Mono.error(() -> Refusals.translate(failure)));
    }
}
