package coupon.verification.system.fault;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueResult;
import coupon.core.queue.wire.PublishedResult;
import coupon.local.server.AppServer;
import coupon.verification.guarantee.Answer;
import coupon.verification.observer.KafkaObserver;
import coupon.verification.system.SystemUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A worker ends exactly between two of its steps, in the middle of a rush: outcomes stay, results are repeated. */
@Tag("fault-long")
class WorkerKilledBetweenStepsIT {
    private static final long STOCK = 700;
    private static final Duration OWNED_MAX = Duration.ofMinutes(4);

    private static final ServerSetup ARRANGEMENT = new ServerSetup(SystemUnderTest.shared().stack);

    private final Scenario scenario = new Scenario("worker killed");
    private final AppServer victim = scenario.stack.workers().get(0);

    @ParameterizedTest
    @EnumSource
    void outcomes_stay_and_results_are_repeated(KillPoint point, @TempDir Path scripts) throws Exception {
        List<Coupon> coupons = scenario.couponsInPartitions(STOCK, STOCK, STOCK);
        victim.stop();
        ARRANGEMENT.setOptions(List.of(victim), point.options(scripts));
        victim.start();
        Coupon coupon = await().atMost(OWNED_MAX)
                .until(() -> decidedByTheVictim(coupons), Optional::isPresent)
                .orElseThrow();
        CompletableFuture<AtDeath> dies = victim.onExit().thenApplyAsync(exitCode -> witness(coupon, exitCode));
        CompletableFuture<Void> recovers = dies.thenAcceptAsync(death -> {
            scenario.awaitProgress(KafkaObserver.partitionOf(coupon), 1);
            scenario.reportRecovery(point.name(), death.atNanos());
        });

        List<Answer> answers = scenario.closedLoop(2_000, 1, 48, coupons.toArray(Coupon[]::new));

        recovers.get(6, TimeUnit.MINUTES);
        scenario.assertGuaranteesHoldFor(answers);
        dies.get().assertAt(point);
        List<PublishedResult> published = scenario.published(coupon);
        if (point == KillPoint.BETWEEN_PUBLICATION_AND_ACKNOWLEDGEMENT) {
            assertThat(published.size()).as("results, repeated ones among them").isGreaterThan((int)
                    published.stream().distinct().count());
        }
    }

    @AfterAll
    static void restore() {
        ARRANGEMENT.restore();
    }

    private Optional<Coupon> decidedByTheVictim(List<Coupon> coupons) {
        return coupons.stream()
                .filter(coupon -> scenario.system.ownerOf(coupon) == victim)
                .findFirst();
    }

    private AtDeath witness(Coupon coupon, int exitCode) {
        long now = System.nanoTime();
        List<CouponIssueResult> decided = scenario.remember(coupon);
        Set<UUID> published = scenario.published(coupon).stream()
                .map(PublishedResult::eventId)
                .collect(toSet());
        return new AtDeath(
                exitCode, now, decided, published, scenario.system.acknowledged(KafkaObserver.partitionOf(coupon)));
    }

    /**
     * What there was of a coupon when the worker that decided it had ended, and no other knew yet.
     *
     * @param acknowledged the group's offset in the coupon's partition
     */
    private record AtDeath(
            int exitCode, long atNanos, List<CouponIssueResult> decided, Set<UUID> published, long acknowledged) {
        /** That the worker ended where it was to end, and not anywhere else. */
        void assertAt(KillPoint point) {
            assertThat(exitCode).isEqualTo(KillPoint.EXIT_CODE);
            List<CouponIssueResult> onlyDecided = decided.stream()
                    .filter(row -> !published.contains(row.eventId()))
                    .toList();
            switch (point) {
                case BEFORE_THE_COMMIT -> assertThat(onlyDecided).isEmpty();
                case BETWEEN_COMMIT_AND_PUBLICATION -> assertThat(onlyDecided).isNotEmpty();
                case BETWEEN_PUBLICATION_AND_ACKNOWLEDGEMENT -> {
                    // The next batch may be stored by then.
                    assertThat(published).isNotEmpty();
                    assertThat(decided).anyMatch(row -> row.position().offset() >= acknowledged);
                }
            }
        }
    }
}
