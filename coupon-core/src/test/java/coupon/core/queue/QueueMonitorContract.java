package coupon.core.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import coupon.core.domain.QueuePosition;
import coupon.core.queue.GroupLag.PartitionLag;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every queue says of itself, on a real server. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
public abstract class QueueMonitorContract {
    protected static final Duration STEP_MAX = Duration.ofSeconds(30);

    /** Of an empty queue that nobody else uses. */
    protected abstract QueueMonitor monitor();

    /** What the questions fail with of which the port does not say it, where no server answers. */
    protected abstract Class<? extends Throwable> noAnswer();

    /** Gives the test the monitor of a queue whose server is not there. */
    protected abstract void withoutServer(Consumer<QueueMonitor> test);

    /** Adds a request for coupon 1 to that queue. */
    protected abstract QueuePosition add();

    /** The request there, and all before it, are decided and published. */
    protected abstract void decide(QueuePosition position);

    @Test
    void a_queue_that_has_what_it_needs_takes_requests() {
        monitor().prepare().block(STEP_MAX);
        monitor().prepare().block(STEP_MAX);

        assertThatCode(() -> monitor().check().block(STEP_MAX)).doesNotThrowAnyException();
    }

    @Test
    void a_queue_that_does_not_answer_takes_none_and_cannot_be_measured() {
        withoutServer(monitor -> {
            // All at once: each takes as long as the queue is given for a response.
            List<CompletableFuture<?>> progress =
                    List.of(monitor.check().toFuture(), monitor.committed().toFuture());
            List<CompletableFuture<?>> sizes =
                    List.of(monitor.lag().toFuture(), monitor.queueSize(1).toFuture());

            assertThat(progress)
                    .allSatisfy(failed -> assertThat(failed)
                            .failsWithin(STEP_MAX)
                            .withThrowableThat()
                            .havingCause()
                            .isNotInstanceOf(IllegalStateException.class));
            assertThat(sizes)
                    .allSatisfy(failed -> assertThat(failed)
                            .failsWithin(STEP_MAX)
                            .withThrowableThat()
                            .withCauseInstanceOf(QueueUnavailableException.class));
        });
    }

    @Test
    void progress_is_the_first_request_that_is_not_decided_or_else_where_the_next_one_will_be() {
        Map<Integer, Long> progress = new HashMap<>(committed());

        QueuePosition first = add();
        assertThat(progress).containsEntry(first.partition(), first.offset());
        QueuePosition second = add();
        assertThat(committed()).isEqualTo(progress);
        decide(first);
        progress.put(first.partition(), second.offset());
        assertThat(committed()).isEqualTo(progress);
        decide(second);
        progress.put(first.partition(), second.offset() + 1);
        assertThat(committed()).isEqualTo(progress);
    }

    @Test
    void requests_that_are_not_decided_wait_since_the_first_of_them_was_accepted() {
        QueuePosition first = add();
        add();
        decide(first);
        add();

        GroupLag lag = lag();

        assertThat(lag.totalLag()).isEqualTo(2);
        PartitionLag partition = lag.partitions().get(first.partition());
        assertThat(partition)
                .isEqualTo(new PartitionLag(
                        first.partition(),
                        first.offset() + 3,
                        first.offset() + 1,
                        2L,
                        null,
                        null,
                        partition.oldestAcceptedAt()));
        assertThat(partition.oldestAcceptedAt()).isBetween(Instant.now().minusSeconds(60), Instant.now());
        assertThat(lag.partitions()).filteredOn(other -> other != partition).allSatisfy(other -> {
            assertThat(other.lag()).isZero();
            assertThat(other.oldestAcceptedAt()).isNull();
        });
        assertThat(monitor().queueSize(1).block(STEP_MAX)).isEqualTo(2);
    }

    @Test
    void where_all_requests_are_decided_none_waits() {
        decide(add());

        assertThat(lag().totalLag()).isZero();
        assertThat(lag().partitions())
                .extracting(PartitionLag::oldestAcceptedAt)
                .containsOnlyNulls();
        assertThat(monitor().queueSize(1).block(STEP_MAX)).isZero();
    }

    private Map<Integer, Long> committed() {
        return monitor().committed().blockOptional(STEP_MAX).orElseThrow();
    }

    protected final GroupLag lag() {
        return monitor().lag().blockOptional(STEP_MAX).orElseThrow();
    }
}
