package coupon.verification.system.fault;

import static org.assertj.core.api.Assertions.assertThat;

import coupon.core.domain.Coupon;
import coupon.local.server.AppServer;
import coupon.verification.system.Load;
import coupon.verification.system.Response;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("fault-long")
class LockHeldTooLongIT {
    @RegisterExtension
    final Scenario scenario = new Scenario("lock held too long");

    @Test
    void a_batch_that_waits_for_the_coupon_beyond_the_lock_wait_timeout_is_decided_when_it_is_free() throws Exception {
        Coupon coupon = scenario.coupon(Scenario.PLENTY);
        List<Response> responses;
        try (Load load = scenario.loadOn(coupon)) {
            scenario.awaitIssued(coupon, 100);
            AppServer owner = scenario.system.ownerOf(coupon);

            try (Connection operator = scenario.database.lockCoupon(coupon.couponId())) {
                long issued = scenario.issued(coupon);
                ServerSetup.awaitReadiness(
                        owner, 503); // deciding has failed, at the earliest after the lock wait timeout
                load.awaitResponses(System.nanoTime(), 100, Response::isAccepted);
                assertThat(scenario.issued(coupon)).isEqualTo(issued);
                operator.rollback();
            }

            scenario.awaitRecovery(coupon);
            ServerSetup.awaitReadiness(owner, 200);
            responses = load.stop();
        }

        assertThat(responses).extracting(Response::status).containsOnly(202);
        scenario.assertGuaranteesHold(responses);
    }
}
