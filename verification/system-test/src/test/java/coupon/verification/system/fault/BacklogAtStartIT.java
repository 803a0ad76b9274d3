package coupon.verification.system.fault;

import static org.assertj.core.api.Assertions.assertThat;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueEvent;
import coupon.core.queue.wire.CouponIssueEventCodec;
import coupon.local.server.AppServer;
import coupon.local.server.ServerProcess;
import coupon.verification.guarantee.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** 100 000 requests are in one partition before the first worker starts. */
@Tag("fault-long")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class BacklogAtStartIT {
    private static final int REQUESTS = 100_000;
    private static final int USERS = 60_000;
    private static final long STOCK = 40_000;
    /** Of a worker whose heap is 256 MB, with all that a JVM needs besides. */
    private static final long RESIDENT_MAX_KB = 800 * 1024;

    private static final Duration DRAINED_MAX = Duration.ofMinutes(4);

    @RegisterExtension
    final Scenario scenario = new Scenario("a backlog of 100 000");

    private final List<AppServer> workers = scenario.stack.workers();

    @Test
    void a_backlog_is_drained_in_order_in_bounded_memory() throws Exception {
        Coupon coupon = scenario.coupon(STOCK);
        AtOnce.stop(workers);
        List<Answer> answers = fill(coupon.couponId());
        assertThat(scenario.observer.lag()).isGreaterThanOrEqualTo(REQUESTS);
        workers.forEach(ServerProcess::launch);
        scenario.awaitIssued(coupon, 1);
        long since = System.nanoTime();
        scenario.observer.awaitRest(DRAINED_MAX);
        scenario.reportRecovery("after the first decision", since);
        workers.forEach(ServerProcess::awaitAnswer);
        scenario.assertGuaranteesHoldFor(answers);

        assertThat(workers).allMatch(ServerProcess::isAlive);
        for (AppServer worker : workers) {
            long residentMaxKb = residentMaxKb(worker);
            System.out.println(worker.name() + " had at most " + residentMaxKb / 1024 + " MB in memory");
            assertThat(residentMaxKb).isPositive().isLessThan(RESIDENT_MAX_KB);
        }
    }

    /** Writes to the topic as the API would, and returns what was promised. */
    private List<Answer> fill(long couponId) throws Exception {
        var codec = new CouponIssueEventCodec();
        byte[] key = CouponIssueEvent.partitionKey(couponId).getBytes(StandardCharsets.UTF_8);
        var random = new Random(couponId);
        List<Answer> promised = new ArrayList<>(REQUESTS);
        List<Future<RecordMetadata>> acknowledged = new ArrayList<>(REQUESTS);
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            for (int i = 0; i < REQUESTS; i++) {
                var event = new CouponIssueEvent(UUID.randomUUID(), 1 + random.nextInt(USERS), couponId, Instant.now());
                acknowledged.add(producer.send(
                        new ProducerRecord<>(scenario.topics().names().couponIssue(), key, codec.encode(event))));
                promised.add(Answer.accepted(couponId, event.userId(), event.eventId()));
            }
            for (Future<RecordMetadata> record : acknowledged) {
                record.get();
            }
        }
        return promised;
    }

    private KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        scenario.topics().bootstrapServers(),
                        ProducerConfig.ACKS_CONFIG,
                        "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** The most that the process ever had in memory. */
    private static long residentMaxKb(AppServer worker) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + worker.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
