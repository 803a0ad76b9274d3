package coupon.core.store.r2dbc;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.QueryTimeoutException;
import reactor.core.publisher.Mono;

/**
 * One connection for one query after the other. A query that is not answered in time fails for its caller and is left to
 * end by itself, because cancelling it would leave the connection in an unknown state; the next query gets a connection of
 * its own. Of two that end, one is kept.
 */
final class KeptConnection {
    /** Queries that a silent server has not answered; with so many no other is sent. */
    private static final int UNANSWERED_MAX = 3;

    private final ConnectionFactory connections;
    private final Duration answerMax;
    private final AtomicReference<@Nullable Connection> idle = new AtomicReference<>();
    private final AtomicInteger unanswered = new AtomicInteger();

    KeptConnection(ConnectionFactory connections, Duration answerMax) {
        this.connections = connections;
        this.answerMax = answerMax;
    }

    <T> Mono<T> query(Function<Connection, Mono<T>> query) {
        return Mono.defer(this::connection)
                .timeout(answerMax, Mono.error(KeptConnection::silent))
                .flatMap(connection -> unanswered.incrementAndGet() > UNANSWERED_MAX
                        ? refused(connection)
                        : answered(connection, query.apply(connection)));
    }

    private <T> Mono<T> answered(Connection connection, Mono<T> query) {
        return Uncancelled.query(query.doOnSuccess(done -> keep(connection))
                        .doOnError(failure -> close(connection))
                        .doFinally(end -> unanswered.decrementAndGet()))
                .timeout(answerMax, Mono.error(KeptConnection::silent));
    }

    private <T> Mono<T> refused(Connection connection) {
        unanswered.decrementAndGet();
        keep(connection);
        return Mono.error(silent());
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
