package coupon.verification.system.fault;

import static org.assertj.core.api.Assertions.assertThat;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueResult;
import coupon.core.queue.wire.PublishedResult;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What there was of a coupon when the worker that decided it had ended, and no other knew yet.
 *
 * @param acknowledged the group's offset in the coupon's partition
 */
record AtDeath(
        int exitCode, long atNanos, Set<UUID> decided, Set<UUID> published, long lastDecided, long acknowledged) {
    static AtDeath witness(Scenario scenario, Coupon coupon, int exitCode) {
        long now = System.nanoTime();
        List<CouponIssueResult> rows = scenario.remember(coupon);
        return new AtDeath(
                exitCode,
                now,
                rows.stream().map(CouponIssueResult::eventId).collect(Collectors.toSet()),
                scenario.published(coupon).stream()
                        .map(PublishedResult::eventId)
                        .collect(Collectors.toSet()),
                rows.stream().mapToLong(row -> row.position().offset()).max().orElse(-1),
                scenario.partitions.acknowledged(Partitions.of(coupon)));
    }

    /** That the worker ended where it was to end, and not anywhere else. */
    void assertAt(KillPoint point) {
        assertThat(exitCode).isEqualTo(KillPoint.EXIT_CODE);
        Set<UUID> onlyDecided = new HashSet<>(decided);
        onlyDecided.removeAll(published);
        switch (point) {
            case BEFORE_THE_COMMIT -> assertThat(onlyDecided).isEmpty();
            case BETWEEN_COMMIT_AND_PUBLICATION -> assertThat(onlyDecided).isNotEmpty();
            case BETWEEN_PUBLICATION_AND_ACKNOWLEDGEMENT -> {
                // The next batch may be stored by then.
                assertThat(published).isNotEmpty();
                assertThat(acknowledged).isLessThanOrEqualTo(lastDecided);
            }
        }
    }
}
