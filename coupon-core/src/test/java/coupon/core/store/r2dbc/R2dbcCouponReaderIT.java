package coupon.core.store.r2dbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import coupon.core.domain.Coupon;
import coupon.core.store.CouponReader;
import coupon.core.testing.TestDatabase;
import coupon.core.testing.TestServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.dao.QueryTimeoutException;

class R2dbcCouponReaderIT {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final TestDatabase database = TestServers.newDatabase();
    private final CouponReader reader = new R2dbcCouponReader(database.connections());

    @Test
    void only_coupons_whose_row_changed_lately_are_read_again() throws SQLException {
        for (int coupon = 1; coupon <= 3; coupon++) {
            database.insertCoupon(coupon, 10);
        }
        assertThat(reader.readChanged(MINUTE).block()).hasSize(3);
        database.execute("UPDATE coupon SET changed_at = NOW(6) - INTERVAL 1 HOUR");
        assertThat(reader.readChanged(MINUTE).block()).isEmpty();
        assertThat(reader.readAll().block()).hasSize(3);

        try (Connection operator = database.connect();
                Statement statement = operator.createStatement()) {
            statement.execute("SET time_zone = '-11:00'");
            statement.execute("UPDATE coupon SET stock = 5 WHERE coupon_id = 2");
        }

        assertThat(reader.readChanged(MINUTE).block())
                .extracting(Coupon::couponId, Coupon::stock)
                .containsExactly(tuple(2L, 5L));
    }

    @Test
    void a_locked_table_fails_each_read_within_seconds_and_leaves_few_connections() throws SQLException {
        database.insertCoupon(1, 10);
        reader.readAll().block();
        try (Connection operator = database.connect();
                Statement statement = operator.createStatement()) {
            statement.execute("LOCK TABLES coupon WRITE");
            List<CompletableFuture<List<Coupon>>> reads =
                    Stream.generate(() -> reader.readAll().toFuture()).limit(10).toList();
            assertThat(reads)
                    .allSatisfy(read -> assertThat(read)
                            .failsWithin(Duration.ofSeconds(30))
                            .withThrowableThat()
                            .withCauseInstanceOf(QueryTimeoutException.class));
            assertThat(connections()).as("three that are not answered").isLessThanOrEqualTo(6);
            await().until(() -> connections() <= 4);
        }

        await().untilAsserted(() -> assertThat(reader.readAll().block()).hasSize(1));
        await().until(() -> connections() <= 2);
    }

    /** Those of this test's database, the operator's and the one that counts them among them. */
    private long connections() {
        return database.number("SELECT COUNT(*) FROM information_schema.processlist WHERE db = DATABASE()");
    }
}
