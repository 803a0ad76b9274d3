package coupon.core.store.r2dbc;

import coupon.core.domain.Coupon;
import coupon.core.store.CouponReader;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Wrapped;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

public final class R2dbcCouponReader implements CouponReader {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(3);
    private static final String SELECT = "SELECT " + CouponIssueSql.COUPON_COLUMNS + " FROM coupon";

    private final KeptConnection connection;

    /** @param connections if it is a pool, its own source is used: a pool that is exhausted does not stop the reader */
    public R2dbcCouponReader(ConnectionFactory connections) {
        this.connection = new KeptConnection(unpooled(connections), ANSWER_MAX);
    }

    @Override
    public Mono<List<Coupon>> readAll() {
        return read(SELECT);
    }

    @Override
    public Mono<List<Coupon>> readChanged(Duration within) {
        return read(SELECT + " WHERE changed_at >= NOW(6) - INTERVAL " + within.toSeconds() + " SECOND");
    }

    private Mono<List<Coupon>> read(String sql) {
        return connection.query(open -> Flux.from(open.createStatement(sql).execute())
                .concatMap(result -> result.map(Rows::coupon))
                .collectList());
    }

    private static ConnectionFactory unpooled(ConnectionFactory connections) {
        return connections instanceof Wrapped<?> pool && pool.unwrap() instanceof ConnectionFactory source
                ? source
                : connections;
    }
}
