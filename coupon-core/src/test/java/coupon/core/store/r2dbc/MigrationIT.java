package coupon.core.store.r2dbc;

import static coupon.core.testing.Fixtures.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coupon.core.domain.CouponIssueResult;
import coupon.core.processor.CouponIssueProcessor;
import coupon.core.testing.TestDatabase;
import coupon.core.testing.TestServers;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.dao.DataAccessException;

/** A database of an earlier version becomes one of this version. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class MigrationIT {
    private final TestDatabase database = TestServers.newDatabase();

    @Test
    void the_counter_begins_at_what_was_issued_before_there_were_numbers() {
        migrateTo("3");
        database.insertCoupon(1, 5);
        database.insertCoupon(2, 5);
        database.execute("INSERT INTO user_coupon (coupon_id, user_id) VALUES (1, 16), (1, 17)");
        database.execute("INSERT INTO coupon_issue_request (event_id, coupon_id, user_id, outcome, requested_at,"
                + " decided_at, source_partition, source_offset)"
                + " VALUES (x'0190163d8694739baea5966c26f8ad91', 1, 16, 'SUCCESS', NOW(), NOW(), 0, 0)");

        database.migrate();

        assertThat(database.results(1)).extracting(CouponIssueResult::number).containsExactly((Long) null);
        assertThat(database.number("SELECT COUNT(*) FROM user_coupon WHERE number IS NULL"))
                .isEqualTo(2);
        var processor = new CouponIssueProcessor(new R2dbcCouponIssueStore(database.connections()), Clock.systemUTC());
        assertThat(processor
                        .processBatch(List.of(request(1, 16), request(1, 18), request(2, 16), request(1, 19)))
                        .blockOptional()
                        .orElseThrow())
                .extracting(CouponIssueResult::number)
                .containsExactly(null, 3L, 1L, 4L);
    }

    @Test
    void quantities_beyond_the_bound_are_cut_and_then_refused() {
        migrateTo("3");
        database.insertCoupon(1, Long.MAX_VALUE);

        database.migrate();

        assertThat(database.coupon(1).stock()).isEqualTo(1_000_000_000_000L);
        assertThat(database.coupon(1).totalQuantity()).isEqualTo(1_000_000_000_000L);
        assertThatThrownBy(() -> database.execute("UPDATE coupon SET stock = 9223372036854775807"))
                .isInstanceOf(DataAccessException.class);
    }

    private void migrateTo(String version) {
        Flyway flyway = Flyway.configure()
                .dataSource(database.jdbcUrl(), database.username(), database.password())
                .cleanDisabled(false)
                .target(version)
                .load();
        flyway.clean();
        flyway.migrate();
    }
}
