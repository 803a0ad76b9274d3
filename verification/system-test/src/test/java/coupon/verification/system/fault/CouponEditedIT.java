package coupon.verification.system.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coupon.core.domain.Coupon;
import coupon.verification.guarantee.CouponEdit;
import coupon.verification.guarantee.CouponEdit.StockAdded;
import coupon.verification.guarantee.CouponEdit.StockSet;
import coupon.verification.guarantee.CouponEdit.TermsChanged;
import coupon.verification.system.Load;
import coupon.verification.system.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("fault")
class CouponEditedIT {
    private static final int SOLD_OUT = 409;
    private static final int NOT_OPEN = 422;

    @RegisterExtension
    final Scenario scenario = new Scenario("coupon edited");

    private final List<CouponEdit> edits = new ArrayList<>();

    @Test
    void each_edit_of_an_operator_takes_effect_under_load() throws Exception {
        Coupon coupon = scenario.coupon(2_000);
        long id = coupon.couponId();
        List<Response> responses;
        try (Load load = scenario.loadOn(coupon)) {
            scenario.awaitIssued(coupon, 100);

            edit(coupon, "stock = 50", new StockSet(id, 50));
            awaitStock(coupon, 0, 0);
            load.awaitResponses(System.nanoTime(), 20, it -> it.status() == SOLD_OUT);

            edit(coupon, "stock = 900", new StockSet(id, 900));
            awaitStock(coupon, 1, 800);

            edit(coupon, "paused = TRUE", new TermsChanged(id, null, null, true));
            load.awaitResponses(System.nanoTime(), 20, it -> it.status() == NOT_OPEN);
            scenario.system.awaitRest(Duration.ofMinutes(1));
            long stock = stock(coupon);
            load.awaitResponses(System.nanoTime(), 20, it -> it.status() == NOT_OPEN);
            assertThat(stock(coupon)).isEqualTo(stock).isPositive();

            edit(coupon, "paused = FALSE", new TermsChanged(id, null, null, false));
            awaitStock(coupon, 0, stock - 50);

            edit(coupon, "stock = stock + 5000, total_quantity = total_quantity + 5000", new StockAdded(id, 5_000));
            awaitStock(coupon, 1, 4_800);

            Instant closesAt = Instant.now().truncatedTo(ChronoUnit.MICROS);
            edit(coupon, "closes_at = '" + utc(closesAt) + "'", new TermsChanged(id, null, closesAt, false));
            long closed = System.nanoTime();
            load.awaitResponses(closed, 20, it -> it.status() == NOT_OPEN);
            scenario.reportRecovery(closed);
            responses = load.stop();
        }

        assertThat(responses).extracting(Response::status).containsOnly(202, SOLD_OUT, NOT_OPEN);
        scenario.assertGuaranteesHold(responses, edits.toArray(CouponEdit[]::new));
        assertThat(scenario.database.number("SELECT COUNT(*) FROM coupon_issue_request WHERE coupon_id = " + id
                        + " AND outcome = 'SUCCESS'"))
                .isEqualTo(scenario.database.number("SELECT COUNT(*) FROM user_coupon WHERE coupon_id = " + id));
    }

    private void edit(Coupon coupon, String assignments, CouponEdit edit) {
        int rows = scenario.database.execute("UPDATE coupon SET " + assignments + ", version = version + 1"
                + " WHERE coupon_id = " + coupon.couponId());
        assertThat(rows).isEqualTo(1);
        edits.add(edit);
    }

    private void awaitStock(Coupon coupon, long atLeast, long atMost) {
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> stock(coupon), stock -> stock >= atLeast && stock <= atMost);
    }

    private long stock(Coupon coupon) {
        return scenario.database.coupon(coupon.couponId()).stock();
    }

    private static String utc(Instant moment) {
        return LocalDateTime.ofInstant(moment, ZoneOffset.UTC).toString().replace('T', ' ');
    }
}
