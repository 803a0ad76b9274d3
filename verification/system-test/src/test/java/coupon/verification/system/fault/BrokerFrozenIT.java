package coupon.verification.system.fault;

import static org.assertj.core.api.Assertions.assertThat;

import coupon.core.domain.Coupon;
import coupon.verification.system.Load;
import coupon.verification.system.Response;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The broker's connections stay open and nothing comes back, while requests keep coming. */
@Tag("fault-long")
class BrokerFrozenIT {
    private static final int PER_SECOND = 500;
    /** A machine that is too busy for so many connections loses some. */
    private static final int LOST = 0;

    private static final Duration FROZEN = Duration.ofSeconds(30);
    private static final Duration GIVEN_UP_MAX = Duration.ofSeconds(30);
    /** Far more than it takes on a machine that has time; the true figure is printed. */
    private static final Duration HEALTH_MAX = Duration.ofSeconds(5);

    private static final Duration GRACE = Duration.ofSeconds(1);
    /** What is wanted; how busy a machine is decides whether it is reached, so it is only reported. */
    private static final Duration HEALTH_WANTED = Duration.ofMillis(100);

    private static final Duration HEALTH_INTERVAL = Duration.ofMillis(200);
    private static final long HEAP_GROWTH_BYTES_MAX = 64L * 1024 * 1024;

    @RegisterExtension
    final Scenario scenario = new Scenario("broker frozen");

    @Test
    void requests_meanwhile_are_refused_and_every_request_is_accounted_for() throws Exception {
        Coupon plenty = scenario.coupon(Scenario.PLENTY);
        List<Response> responses;
        List<Duration> health;
        long heapBefore = liveHeapBytes();
        long heapFrozen;
        long frozen;
        long calm;
        long thawed;
        try (Load load = Load.open(scenario.client, plenty, PER_SECOND)) {
            scenario.awaitIssued(plenty, PER_SECOND);

            frozen = System.nanoTime();
            scenario.stack.kafka().pause();
            health = healthFor(FROZEN);
            calm = System.nanoTime(); // to look at the heap stops the API for a moment, which may outlast the fault
            heapFrozen = liveHeapBytes();
            thawed = System.nanoTime();
            scenario.stack.kafka().resume();

            scenario.awaitSuccess(plenty);
            scenario.reportRecovery(thawed);
            responses = load.stop();
            System.out.println("fault: broker frozen: connections lost "
                    + responses.stream()
                            .filter(it -> it.status() == LOST)
                            .collect(Collectors.groupingBy(Response::lost, Collectors.counting())));
        }
        Collections.sort(health);
        System.out.printf(
                "fault: broker frozen: health answered within %d ms (median) and %d ms (worst of %d);"
                        + " heap alive %d -> %d KiB; responses %s%n",
                health.get(health.size() / 2).toMillis(),
                health.get(health.size() - 1).toMillis(),
                health.size(),
                heapBefore / 1024,
                heapFrozen / 1024,
                responses.stream()
                        .collect(Collectors.groupingBy(Response::status, TreeMap::new, Collectors.counting())));

        assertThat(health).allSatisfy(took -> assertThat(took).isLessThan(HEALTH_MAX));
        assertThat(heapFrozen - heapBefore).isLessThan(HEAP_GROWTH_BYTES_MAX);
        assertThat(responses)
                .extracting(Response::status)
                .contains(202, 503, 504)
                .isSubsetOf(LOST, 202, 503, 504);
        assertThat(responses).allSatisfy(it -> assertThat(it.took()).isLessThan(GIVEN_UP_MAX));
        assertThat(responses)
                .filteredOn(it -> it.beganWithin(frozen + FROZEN.toNanos() / 3, calm - GRACE.toNanos()))
                .extracting(Response::status)
                .contains(503)
                .isSubsetOf(LOST, 503);
        scenario.assertGuaranteesHold(responses);
    }

    /** How long each answer took; the instance stays in service, to refuse and to answer what needs no broker. */
    private List<Duration> healthFor(Duration span) throws InterruptedException {
        List<Duration> took = new ArrayList<>();
        List<Integer> readiness = new ArrayList<>();
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < span.toNanos()) {
            long asked = System.nanoTime();
            readiness.add(ServerSetup.health(scenario.stack.api(), "readiness"));
            Duration answer = Duration.ofNanos(System.nanoTime() - asked);
            if (answer.compareTo(HEALTH_WANTED) > 0) {
                System.out.printf(
                        "fault: broker frozen: health took %d ms, %d ms after the beginning%n",
                        answer.toMillis(), (asked - begun) / 1_000_000);
            }
            took.add(answer);
            LockSupport.parkNanos(HEALTH_INTERVAL.toNanos());
        }
        assertThat(readiness).containsOnly(200);
        return took;
    }

    /** Of the API: what is left after a collection, which stops the process for a moment. */
    private long liveHeapBytes() throws IOException {
        Process histogram = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(scenario.stack.api().pid()),
                        "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        try (BufferedReader lines = histogram.inputReader(StandardCharsets.UTF_8)) {
            String total = lines.lines()
                    .filter(line -> line.startsWith("Total"))
                    .findFirst()
                    .orElseThrow();
            return Long.parseLong(total.trim().split("\\s+")[2]);
        }
    }
}
