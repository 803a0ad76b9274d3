package coupon.core.store.r2dbc;

import coupon.core.domain.Coupon;
import coupon.core.store.CouponReader;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Wrapped;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.QueryTimeoutException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One connection for one query after the other. A query that is not answered in time fails for its caller and is left to
 * end by itself, because cancelling it would leave the connection in an unknown state; the next query gets a connection of
 * its own. Of two that end, one is kept.
 */
public final class R2dbcCouponReader implements CouponReader {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(3);

    /** Queries that a silent server has not answered; with so many no other is sent. */
    private static final int UNANSWERED_MAX = 3;

    private final ConnectionFactory connections;
    private final AtomicReference<@Nullable Connection> idle = new AtomicReference<>();
    private final AtomicInteger unanswered = new AtomicInteger();

    /** @param connections if it is a pool, its own source is used: a pool that is exhausted does not stop the reader */
    public R2dbcCouponReader(ConnectionFactory connections) {
        this.connections = connections instanceof Wrapped<?> pool && pool.unwrap() instanceof ConnectionFactory source
                ? source
                : connections;
    }

    @Override
    public Mono<List<Coupon>> readAll() {
        return read(CouponIssueSql.SELECT_COUPONS);
    }

    @Override
    public Mono<List<Coupon>> readChanged(Duration within) {
        return read(CouponIssueSql.SELECT_COUPONS + " WHERE changed_at >= NOW(6) - INTERVAL " + within.toSeconds()
                + " SECOND");
    }

    private Mono<List<Coupon>> read(String sql) {
        return Mono.defer(this::connection)
                .timeout(ANSWER_MAX, Mono.error(R2dbcCouponReader::silent))
                .flatMap(connection -> {
                    if (unanswered.incrementAndGet() > UNANSWERED_MAX) {
                        unanswered.decrementAndGet();
                        keep(connection);
                        return Mono.error(silent());
                    }
                    return answered(connection, sql);
                });
    }

    private Mono<List<Coupon>> answered(Connection connection, String sql) {
        Mono<List<Coupon>> query = Flux.from(connection.createStatement(sql).execute())
                .concatMap(result -> result.map(Rows::coupon))
                .collectList();
        return Uncancelled.query(query.doOnSuccess(done -> keep(connection))
                        .doOnError(failure -> close(connection))
                        .doFinally(end -> unanswered.decrementAndGet()))
                .timeout(ANSWER_MAX, Mono.error(R2dbcCouponReader::silent));
    }

    private Mono<Connection> connection() {
        Connection kept = idle.getAndSet(null);
        return kept == null ? Mono.from(connections.create()) : Mono.just(kept);
    }

    private void keep(Connection connection) {
        if (!idle.compareAndSet(null, connection)) {
            close(connection);
        }
    }

    private static void close(Connection connection) {
        Mono.from(connection.close()).onErrorComplete().subscribe();
    }

    private static QueryTimeoutException silent() {
        return new QueryTimeoutException("the database does not answer");
    }
}
