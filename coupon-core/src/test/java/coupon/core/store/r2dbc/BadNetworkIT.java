package coupon.core.store.r2dbc;

import static coupon.core.testing.Fixtures.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import coupon.core.domain.CouponIssueRequest;
import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.CouponIssueStatus;
import coupon.core.processor.CouponIssueProcessor;
import coupon.core.store.StoreRejectedException;
import coupon.core.testing.FaultProxy;
import coupon.core.testing.TestDatabase;
import coupon.core.testing.TestServers;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The network between a worker and its database goes bad. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class BadNetworkIT {
    private static final List<CouponIssueRequest> BATCH = List.of(request(1, 16), request(1, 17));

    private static final String LOCK = "FOR UPDATE";
    private static final String COMMIT = ";COMMIT";

    private final TestDatabase database = TestServers.newDatabase();
    private final FaultProxy network = FaultProxy.before(database.port());
    private final CouponIssueProcessor processor =
            new CouponIssueProcessor(new R2dbcCouponIssueStore(database.connections(network)), Clock.systemUTC());

    @BeforeEach
    void one_coupon_with_one_in_stock() {
        database.insertCoupon(1, 1);
    }

    @AfterEach
    void end() {
        network.close();
    }

    @Test
    void a_commit_whose_acknowledgement_is_lost_is_found_by_the_next_try() {
        network.loseAnswerTo(COMMIT);

        assertThatThrownBy(this::process).isNotInstanceOf(StoreRejectedException.class);
        assertThat(network.isWaitingToLose()).isFalse();
        // The connection is cut after a while without an answer, and a disk may take longer for the commit.
        await().untilAsserted(() -> assertThat(database.number("SELECT COUNT(*) FROM coupon_issue_request"))
                .isEqualTo(2));

        assertThat(process())
                .extracting(CouponIssueResult::outcome)
                .containsExactly(CouponIssueStatus.SUCCESS, CouponIssueStatus.OUT_OF_STOCK);
        assertThat(database.number("SELECT stock FROM coupon")).isZero();
        assertThat(database.number("SELECT COUNT(*) FROM coupon_issue_request")).isEqualTo(2);
    }

    @Test
    void a_connection_cut_before_the_commit_stores_nothing_and_the_next_try_decides() {
        network.loseAnswerTo(LOCK);

        assertThatThrownBy(this::process).isNotInstanceOf(StoreRejectedException.class);
        assertThat(database.number("SELECT COUNT(*) FROM coupon_issue_request")).isZero();

        assertThat(process())
                .extracting(CouponIssueResult::outcome)
                .containsExactly(CouponIssueStatus.SUCCESS, CouponIssueStatus.OUT_OF_STOCK);
        assertThat(database.number("SELECT stock FROM coupon")).isZero();
    }

    @Test
    void a_network_that_is_cut_fails_at_once_and_works_again_when_it_is_healed() {
        network.cut();
        assertThatThrownBy(this::process).isNotInstanceOf(StoreRejectedException.class);

        network.heal();
        assertThat(process()).hasSize(2);
    }

    @Test
    void a_slow_network_only_takes_longer() {
        network.delay(Duration.ofMillis(50));

        assertThat(process()).hasSize(2);
    }

    @Test
    void a_silent_network_is_waited_out() {
        assertThat(process()).hasSize(2);
        network.stall();
        CompletableFuture<List<CouponIssueResult>> waiting =
                processor.processBatch(List.of(request(1, 18))).toFuture();
        assertThat(waiting).isNotDone();

        network.heal();

        assertThat(waiting).succeedsWithin(Duration.ofSeconds(30));
    }

    private List<CouponIssueResult> process() {
        return processor.processBatch(BATCH).blockOptional().orElseThrow();
    }
}
