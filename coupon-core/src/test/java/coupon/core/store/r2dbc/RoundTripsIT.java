package coupon.core.store.r2dbc;

import static coupon.core.testing.Fixtures.requests;
import static org.assertj.core.api.Assertions.assertThat;

import coupon.core.domain.CouponIssueRequest;
import coupon.core.processor.CouponIssueProcessor;
import coupon.core.testing.TestDatabase;
import coupon.core.testing.TestServers;
import io.r2dbc.spi.Batch;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryMetadata;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** What a batch costs: every call of the driver that goes to the server is counted. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class RoundTripsIT {
    private final TestDatabase database = TestServers.newDatabase();
    private final AtomicInteger roundTrips = new AtomicInteger();
    private final CouponIssueProcessor processor =
            new CouponIssueProcessor(new R2dbcCouponIssueStore(new Counting()), Clock.systemUTC());

    @BeforeEach
    void a_coupon() {
        database.insertCoupon(1, 1_000);
    }

    @Test
    void a_small_batch_takes_two() {
        assertThat(roundTripsOf(requests(1, 5))).isEqualTo(2);
    }

    @Test
    void a_redelivered_small_batch_takes_two() {
        List<CouponIssueRequest> batch = requests(1, 5);
        roundTripsOf(batch);

        assertThat(roundTripsOf(batch)).isEqualTo(2);
    }

    @Test
    void a_large_batch_of_winners_takes_two() {
        assertThat(roundTripsOf(requests(1, 500))).isEqualTo(2);
    }

    @Test
    void a_redelivered_large_batch_is_tried_once_and_then_read_for() {
        List<CouponIssueRequest> batch = requests(1, 500);
        roundTripsOf(batch);

        assertThat(roundTripsOf(batch))
                .as("lock, store, roll back, read, commit")
                .isEqualTo(5);
        assertThat(roundTripsOf(batch)).isEqualTo(2);
    }

    @Test
    void the_batch_that_sells_out_takes_one_more_and_those_after_it_two() {
        roundTripsOf(requests(1, 800));

        assertThat(roundTripsOf(requests(801, 1_200))).isEqualTo(3);
        assertThat(roundTripsOf(requests(1_201, 1_600))).isEqualTo(2);
    }

    private int roundTripsOf(List<CouponIssueRequest> batch) {
        roundTrips.set(0);
        processor.processBatch(batch).block();
        return roundTrips.get();
    }

    private final class Counting implements ConnectionFactory {
        private final ConnectionFactory real = database.connections();

        @Override
        public Publisher<? extends Connection> create() {
            return Mono.from(real.create()).map(connection -> counted(Connection.class, connection));
        }

        @Override
        public ConnectionFactoryMetadata getMetadata() {
            return real.getMetadata();
        }

        /** Batches are followed to their execution; whatever else returns a publisher is a call of its own. */
        private <T> T counted(Class<T> type, T target) {
            return type.cast(Proxy.newProxyInstance(
                    type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
                        try {
                            Object result = method.invoke(target, args);
                            if (result instanceof Batch batch) {
                                return method.getName().equals("add") ? proxy : counted(Batch.class, batch);
                            }
                            if (result instanceof Publisher<?>
                                    && !method.getName().equals("close")) {
                                roundTrips.incrementAndGet();
                            }
                            return result;
                        } catch (InvocationTargetException failed) {
                            throw failed.getCause();
                        }
                    }));
        }
    }
}
