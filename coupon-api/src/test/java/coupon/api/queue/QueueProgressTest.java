package coupon.api.queue;

import static org.assertj.core.api.Assertions.assertThat;

import coupon.core.domain.CouponIssueStatus;
import coupon.core.domain.QueuePosition;
import coupon.core.queue.wire.PublishedResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class QueueProgressTest {
    private long nanos;
    private final QueueProgress progress = new QueueProgress(() -> nanos);

    @Test
    void nothing_is_known_of_a_partition_that_was_never_seen() {
        progress.committed(Map.of(0, 5L));

        assertThat(progress.ahead(new QueuePosition(1, 7))).isEmpty();
    }

    @Test
    void the_position_counts_from_the_first_that_is_not_decided() {
        progress.committed(Map.of(0, 5L));

        assertThat(progress.ahead(new QueuePosition(0, 5))).hasValue(0);
        assertThat(progress.ahead(new QueuePosition(0, 8))).hasValue(3);
        assertThat(progress.ahead(new QueuePosition(0, 2))).hasValue(0);
    }

    @Test
    void results_move_the_position_before_the_group_commits() {
        progress.committed(Map.of(0, 5L));
        progress.accept(result(0, 9));
        progress.accept(result(0, 6));

        assertThat(progress.ahead(new QueuePosition(0, 12))).hasValue(2);
    }

    @Test
    void a_group_that_is_set_back_sets_the_position_back() {
        progress.accept(result(0, 99));
        progress.committed(Map.of(0, 10L));
        assertThat(progress.ahead(new QueuePosition(0, 110))).hasValue(10);

        progress.committed(Map.of(0, 10L));

        assertThat(progress.ahead(new QueuePosition(0, 110))).hasValue(100);
    }

    @Test
    void only_what_the_group_has_committed_has_certainly_passed() {
        progress.committed(Map.of(0, 5L));
        progress.accept(result(0, 9));

        assertThat(progress.hasPassed(new QueuePosition(0, 4))).isTrue();
        assertThat(progress.hasPassed(new QueuePosition(0, 5))).isFalse();
        assertThat(progress.hasPassed(new QueuePosition(1, 0))).isFalse();
    }

    @Test
    void a_request_far_behind_is_certainly_undecided_while_progress_is_current() {
        var far = new QueuePosition(0, 1_000_000);
        assertThat(progress.isFarBehind(far)).isFalse();

        progress.committed(Map.of(0, 5L));
        assertThat(progress.isFarBehind(far)).isTrue();
        assertThat(progress.isFarBehind(new QueuePosition(0, 1_000))).isFalse();
        assertThat(progress.isFarBehind(new QueuePosition(1, 1_000_000))).isFalse();

        nanos += Duration.ofSeconds(5).toNanos();
        assertThat(progress.isFarBehind(far)).isFalse();
    }

    private static PublishedResult result(int partition, long offset) {
        return new PublishedResult(
                UUID.randomUUID(), 1, 1, CouponIssueStatus.SUCCESS, Instant.EPOCH, partition, offset, null);
    }
}
