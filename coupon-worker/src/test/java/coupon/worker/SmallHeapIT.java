package coupon.worker;

import static coupon.core.domain.CouponIssueStatus.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coupon.core.domain.CouponIssueEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker in a process of its own, with no more memory than it is shipped with. */
@Tag("fault-long")
@Timeout(value = 6, unit = TimeUnit.MINUTES)
class SmallHeapIT {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final int RECORDS = 600;
    private static final int RECORD_BYTES = 900_000;

    @Test
    void more_undecodable_bytes_than_memory_are_all_set_aside_and_what_is_behind_them_is_decided(@TempDir Path home)
            throws IOException {
        try (var fixture = WorkerFixture.open()) {
            fixture.database.insertCoupon(1, 100);
            fixture.topics.withoutLimits(fixture.names.couponIssue());
            queueNoise(fixture);
            CouponIssueEvent behind = fixture.queue(1, 16);

            Path log = home.resolve("log");
            Process worker = worker(fixture, log);
            try {
                await().atMost(PATIENCE).until(() -> !worker.isAlive() || fixture.decidedCount() == 1);
                assertThat(worker.isAlive()).as(() -> endOf(log)).isTrue();
                await().atMost(PATIENCE)
                        .until(() -> !worker.isAlive()
                                || fixture.committedOffsets()
                                        .equals(fixture.topics.endOffsets(fixture.names.couponIssue())));
                assertThat(worker.isAlive()).as(() -> endOf(log)).isTrue();
            } finally {
                worker.destroyForcibly();
            }

            assertThat(fixture.outcome(behind)).isEqualTo(SUCCESS);
            assertThat(fixture.topics.endOffsets(fixture.names.couponIssueDlt()).stream()
                            .mapToLong(Long::longValue)
                            .sum())
                    .isEqualTo(RECORDS);
        }
    }

    /** As a client with default settings sends them. */
    private static void queueNoise(WorkerFixture fixture) {
        byte[] noise = new byte[RECORD_BYTES];
        new Random(1).nextBytes(noise);
        Map<String, Object> settings =
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, fixture.topics.bootstrapServers());
        try (var foreign =
                new KafkaProducer<byte[], byte[]>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            // The broker takes the topic's new limit over after it has answered.
            await().ignoreExceptions().until(() -> send(foreign, fixture, noise));
            for (int sent = 1; sent < RECORDS; sent++) {
                foreign.send(record(fixture, noise));
            }
        }
    }

    private static boolean send(KafkaProducer<byte[], byte[]> foreign, WorkerFixture fixture, byte[] noise)
            throws Exception {
        return foreign.send(record(fixture, noise)).get(30, TimeUnit.SECONDS).hasOffset();
    }

    private static ProducerRecord<byte[], byte[]> record(WorkerFixture fixture, byte[] noise) {
        return new ProducerRecord<>(fixture.names.couponIssue(), WorkerFixture.bytes("coupon-1"), noise);
    }

    private static Process worker(WorkerFixture fixture, Path log) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                CouponWorkerApplication.class.getName()));
        command.addAll(fixture.settings());
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    private static String endOf(Path log) {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }
}
