package coupon.system.fault;

import static org.assertj.core.api.Assertions.assertThat;

import coupon.core.guarantee.Answer;
import coupon.core.queue.CouponIssueResultCodec.PublishedResult;
import coupon.local.server.AppOptions;
import coupon.local.server.AppServer;
import coupon.system.Crowd;
import coupon.system.SystemUnderTest;
import coupon.system.TestStack;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A worker ends exactly between two of its steps, in the middle of a rush: outcomes stay, results are repeated. */
@Tag("fault")
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class WorkerKilledBetweenStepsIT {
    private static final long STOCK = 700;

    private final SystemUnderTest system = TestStack.system();
    private final AppServer victim = victim();

    @ParameterizedTest
    @EnumSource
    void outcomes_stay_and_results_are_repeated(KillPoint point, @TempDir Path scripts) throws Exception {
        Sale sale = Sale.of(system, STOCK, STOCK, STOCK);
        victim.stop();
        try {
            victim.setOptions(point.options(scripts));
            victim.start();
            int line = sale.lineOf(victim);
            CompletableFuture<AtDeath> dies =
                    victim.onExit().thenApplyAsync(exitCode -> AtDeath.witness(sale, line, exitCode));
            CompletableFuture<Void> recovers = dies.thenAcceptAsync(death -> {
                sale.awaitProgress(line, 1);
                FaultReport.recovered("worker killed " + point, death.atNanos());
            });

            List<Answer> answers =
                    new Crowd(system.client(), 2_000, 1, 48, 0, System.nanoTime()).askFor(sale.couponIds());

            recovers.get(6, TimeUnit.MINUTES);
            sale.assertGuaranteed(answers);
            dies.get().assertAt(point);
            List<PublishedResult> published = sale.published(sale.couponOfLine(line));
            if (point == KillPoint.BETWEEN_PUBLICATION_AND_ACKNOWLEDGEMENT) {
                assertThat(published.size())
                        .as("results, repeated ones among them")
                        .isGreaterThan((int) published.stream().distinct().count());
            }
        } finally {
            victim.kill();
        }
    }

    @AfterAll
    static void mend() {
        AppServer victim = victim();
        victim.setOptions(AppOptions.NONE);
        victim.start();
    }

    private static AppServer victim() {
        return TestStack.shared().workers().get(0);
    }
}
