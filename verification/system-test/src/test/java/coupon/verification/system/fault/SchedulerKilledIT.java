package coupon.verification.system.fault;

import static org.assertj.core.api.Assertions.assertThat;

import coupon.core.domain.Coupon;
import coupon.local.server.AppOptions;
import coupon.local.server.AppServer;
import coupon.verification.guarantee.Answer;
import coupon.verification.guarantee.Guarantees;
import coupon.verification.system.Load;
import coupon.verification.system.SystemUnderTest;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Redis mode: a scheduler ends with requests in its hands, in the middle of a rush. They are taken again. */
@Tag("fault-long")
class SchedulerKilledIT {
    private static final long STOCK = 300;
    private static final int USERS = 1_000;

    /** Smaller than the batches with which a worker warms up. */
    private static final Map<String, String> QUICK =
            Map.of("APP_QUEUE_REDIS_POLL_INTERVAL", "20ms", "APP_QUEUE_REDIS_BATCH_SIZE", "10");

    @ParameterizedTest
    @ValueSource(strings = {"decide", "publish", "acknowledge"})
    void what_it_had_taken_is_taken_again_and_decided_once(String nextStep, @TempDir Path scripts) throws Exception {
        var killed = new AppOptions(List.of(killedBefore(nextStep, scripts)), QUICK);
        try (var system = SystemUnderTest.startWithRedis(killed, new AppOptions(List.of(), QUICK))) {
            AppServer victim = system.stack.workers().get(0);
            long couponId = system.client.createCoupon("scheduler killed before " + nextStep, STOCK);
            Coupon before = system.database.coupon(couponId);

            List<Answer> answers = Load.run(system.client, List.of(before), USERS, 1, 16);

            assertThat(victim.onExit().get(2, TimeUnit.MINUTES))
                    .as("exit code of a process that ended at its kill point")
                    .isEqualTo(KillPoint.EXIT_CODE);
            system.awaitDecided(List.of(before), Duration.ofMinutes(3));
            Guarantees.assertHold(system.evidence(List.of(before), answers));
            assertThat(system.database.coupon(couponId).stock()).isZero();
        }
    }

    /** At the fifth batch that is not one of those with which it warms up. */
    private static String killedBefore(String nextStep, Path directory) throws IOException, URISyntaxException {
        return KillPoint.agent(
                directory,
                "before " + nextStep,
                "coupon.worker.scheduler.CouponIssueScheduler",
                "decideNext",
                "AT INVOKE coupon.worker.consumer.BatchMetrics." + nextStep,
                "$1 <= 10 AND incrementCounter(\"batches\") >= 5");
    }
}
