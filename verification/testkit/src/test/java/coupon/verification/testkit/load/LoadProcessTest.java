package coupon.verification.testkit.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class LoadProcessTest {
    @TempDir
    static Path directory;

    private static LoadProcess load;
    private final StubApi api = new StubApi();

    @BeforeAll
    static void start() {
        load = LoadProcess.start(directory);
    }

    @AfterAll
    static void stop() {
        load.close();
    }

    @AfterEach
    void closeApi() {
        api.close();
    }

    @Test
    void an_open_loop_sends_every_request_once_at_its_own_pace() {
        LoadPlan plan = LoadPlan.open(api.uri(), List.of(1L, 2L, 3L), 1_000, 300, Duration.ofSeconds(1), 5);

        long began = System.nanoTime();
        List<Sample> samples = load.run(plan);

        assertThat(api.asked)
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 300)
                        .mapToObj(number -> "POST " + plan.pathOf(number) + (plan.waits(number) ? " and waits" : ""))
                        .toList());
        assertThat(samples).hasSize(300).allMatch(sample -> sample.requestId() != null);
        assertThat(samples)
                .filteredOn(Sample::waited)
                .hasSize(150)
                .allMatch(sample ->
                        sample.isIssued() && sample.preferenceApplied() && "SUCCESS".equals(sample.outcome()));
        assertThat(samples).filteredOn(sample -> !sample.waited()).allMatch(Sample::isAccepted);
        assertThat(samples).allMatch(sample -> sample.answeredNanos() > sample.sentNanos());
        assertThat(System.nanoTime() - began)
                .isGreaterThan(Duration.ofSeconds(299).dividedBy(300).toNanos());
    }

    @Test
    void a_second_open_loop_runs_in_the_same_process() {
        for (int run = 0; run < 2; run++) {
            LoadPlan plan = LoadPlan.open(api.uri(), List.of(1L), 1, 100, Duration.ofMillis(200), 0);
            assertThat(load.run(plan)).hasSize(20).allMatch(Sample::isAccepted);
        }
        assertThat(api.asked).hasSize(40);
    }

    @Test
    void a_closed_loop_sends_a_request_when_the_one_before_is_answered() {
        List<Sample> samples = load.run(LoadPlan.closed(api.uri(), List.of(7L), 16, 1, 5, 3_600, 5));

        assertThat(samples).extracting(Sample::userId).containsExactly(16L, 17L, 18L, 19L, 20L);
        assertThat(samples).allMatch(Sample::isIssued);
        for (int i = 1; i < samples.size(); i++) {
            assertThat(samples.get(i).sentNanos())
                    .isGreaterThanOrEqualTo(samples.get(i - 1).answeredNanos());
        }
    }

    @Test
    void a_request_without_a_response_is_a_sample_without_a_status() {
        api.close();

        List<Sample> samples = load.run(LoadPlan.open(api.uri(), List.of(1L), 1, 50, Duration.ofMillis(100), 0));

        assertThat(samples).hasSize(5).allMatch(sample -> sample.status() == 0 && sample.requestId() == null);
    }

    @Test
    void latency_counts_from_when_a_request_was_due_however_late_it_was_sent() {
        LoadPlan overOneConnection = new LoadPlan(api.uri(), List.of(StubApi.SLOW_COUPON), 1, 1_000, 1, 50, 0, 0);

        List<Sample> samples = load.run(overOneConnection);

        assertThat(samples).hasSize(50);
        Sample last = samples.get(49);
        assertThat(last.dueNanos() - samples.get(0).dueNanos()).isEqualTo(49_000_000);
        assertThat(last.latencyMicros()).isGreaterThan((last.answeredNanos() - last.sentNanos()) / 1_000 + 50_000);
    }

    @Test
    void a_closed_loop_ends_with_its_time_and_keeps_what_was_answered() {
        LoadPlan plan = LoadPlan.closed(api.uri(), List.of(1L), 1, 4, 10_000_000, 3, 0);

        List<Sample> samples = load.run(plan);

        assertThat(samples).hasSizeBetween(20, 9_999_999).allMatch(Sample::isAccepted);
        assertThat(samples).extracting(Sample::userId).doesNotHaveDuplicates();
    }
}
