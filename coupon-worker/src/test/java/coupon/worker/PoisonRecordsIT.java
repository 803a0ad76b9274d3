package coupon.worker;

import static coupon.core.domain.CouponIssueStatus.SUCCESS;
import static coupon.core.domain.CouponIssueStatus.VALIDATION_FAILED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.CouponIssueStatus;
import coupon.core.domain.QueuePosition;
import coupon.core.queue.kafka.KafkaDeadLetterQueue;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each bad record stands between two good ones, and all of them in one batch: they are queued before the worker starts. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class PoisonRecordsIT {
    private static final String KEY = "coupon-1";

    private final WorkerFixture fixture = WorkerFixture.open();
    private final List<CouponIssueEvent> good = new ArrayList<>();

    @BeforeEach
    void aCouponForEveryone() {
        fixture.database.insertCoupon(1, 1_000);
        queueGoodOne();
    }

    @AfterEach
    void tearDown() {
        fixture.close();
    }

    @Test
    void what_cannot_be_read_is_a_dead_letter_as_it_came_and_costs_only_itself() {
        fixture.topics.withoutLimits(fixture.names.couponIssue());
        List<Poison> poison = new ArrayList<>();
        for (String value : List.of(
                "not json",
                "{\"eventId\":",
                "[1,2,3]",
                "null",
                "\"text\"",
                "{}",
                "{\"eventId\":\"no uuid\",\"userId\":1,\"couponId\":1,\"timestamp\":1,\"version\":1}",
                event("\"1\"", "1", "1", "1"),
                event("9223372036854775808", "1", "1", "1"),
                event("1", "-9223372036854775809", "1", "1"),
                event("1", "1", "-1", "1"))) {
            poison.add(queuePoison(KEY, WorkerFixture.bytes(value)));
        }
        poison.add(queuePoison(KEY, new byte[0]));
        poison.add(queuePoison(KEY, null));
        poison.add(queuePoison(null, noise(1_000_000)));

        decide();

        assertThat(good).extracting(fixture::outcome).containsOnly(SUCCESS);
        assertThat(fixture.decidedCount()).isEqualTo(good.size());
        assertThat(fixture.published(good.size())).hasSize(good.size());
        List<ConsumerRecord<byte[], byte[]>> letters =
                fixture.topics.read(fixture.names.couponIssueDlt(), poison.size());
        assertThat(letters).hasSameSizeAs(poison);
        for (int i = 0; i < poison.size(); i++) {
            assertIsDeadLetterOf(poison.get(i), letters.get(i));
        }
    }

    @Test
    void what_can_be_read_and_breaks_the_contract_is_decided_as_invalid() {
        fixture.database.insertCoupon(2, 10);
        List<UUID> invalid = new ArrayList<>();
        for (String value : List.of(
                event("1", "1", "1780000000000", "2"),
                event("-1", "1", "1780000000000", "1"),
                event("0", "1", "1780000000000", "1"),
                event("1", "-1", "1780000000000", "1"),
                event("1", "2", "1780000000000", "1"),
                event("1", "9223372036854775807", "1780000000000", "1"))) {
            queuePoison(KEY, WorkerFixture.bytes(value));
            invalid.add(UUID.fromString(value.substring(12, 48)));
        }

        decide();

        assertThat(good).extracting(fixture::outcome).containsOnly(SUCCESS);
        assertThat(invalid)
                .extracting(eventId -> fixture.outcome(eventId))
                .containsOnly(VALIDATION_FAILED)
                .hasSize(6);
        assertThat(fixture.published(good.size() + 6)).hasSize(good.size() + 6);
        assertThat(fixture.topics.endOffsets(fixture.names.couponIssueDlt())).containsOnly(0L);
    }

    @Test
    void a_repeated_event_id_keeps_its_first_outcome_whatever_its_body_says() {
        CouponIssueEvent first = good.get(0);
        fixture.queue(new CouponIssueEvent(first.eventId(), 17, 1, first.timestamp(), 1));
        decide();
        fixture.queue(new CouponIssueEvent(first.eventId(), 18, 1, first.timestamp(), 7));
        fixture.awaitAcknowledged();

        assertThat(fixture.holders(1)).containsExactly(first.userId());
        assertThat(fixture.decidedCount()).isEqualTo(1);
        assertThat(fixture.published(3))
                .hasSize(3)
                .allMatch(result -> result.userId() == first.userId() && result.outcome() == CouponIssueStatus.SUCCESS);
    }

    @Test
    void a_dead_letter_of_a_partition_that_the_dead_letter_topic_does_not_have_is_kept_all_the_same() throws Exception {
        try (var admin = fixture.topics.admin()) {
            admin.createPartitions(Map.of(fixture.names.couponIssue(), NewPartitions.increaseTo(6)))
                    .all()
                    .get(10, TimeUnit.SECONDS);
        }
        fixture.queue(KEY, WorkerFixture.bytes("poison"), 5);

        decide();

        assertThat(fixture.topics.read(fixture.names.couponIssueDlt(), 1))
                .singleElement()
                .satisfies(letter -> assertThat(header(letter, "kafka_dlt-exception-message"))
                        .contains("poison"));
    }

    @Test
    void a_dead_letter_that_is_replayed_more_than_once_is_decided_once() {
        CouponIssueEvent event = good.get(0);
        fixture.queue(new ProducerRecord<>(
                fixture.names.couponIssueDlt(),
                0,
                WorkerFixture.bytes(KEY),
                fixture.record(event).value()));
        fixture.worker();

        replayDeadLetter(0, 0);
        replayDeadLetter(0, 0);
        fixture.awaitAcknowledged();

        assertThat(fixture.committedOffsets()).containsExactly(3L, 0L, 0L);
        assertThat(fixture.decidedCount()).isEqualTo(1);
        assertThat(fixture.holders(1)).containsExactly(event.userId());
    }

    private void replayDeadLetter(int partition, long offset) {
        Map<String, Object> broker = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, fixture.topics.bootstrapServers());
        try (var deadLetters = new KafkaDeadLetterQueue(broker, broker, fixture.names)) {
            assertThat(deadLetters.replay(new QueuePosition(partition, offset)).block())
                    .isNotNull();
        }
    }

    private void assertIsDeadLetterOf(Poison poison, ConsumerRecord<byte[], byte[]> letter) {
        assertThat(letter.partition()).isZero();
        assertThat(letter.key()).isEqualTo(poison.key == null ? null : WorkerFixture.bytes(poison.key));
        assertThat(letter.value()).isEqualTo(poison.value);
        assertThat(header(letter, "kafka_dlt-original-topic")).isEqualTo(fixture.names.couponIssue());
        assertThat(ByteBuffer.wrap(bytes(letter, "kafka_dlt-original-partition"))
                        .getInt())
                .isZero();
        assertThat(ByteBuffer.wrap(bytes(letter, "kafka_dlt-original-offset")).getLong())
                .isEqualTo(poison.position.offset());
        assertThat(header(letter, "kafka_dlt-original-consumer-group")).isEqualTo(fixture.group);
        assertThat(header(letter, "kafka_dlt-exception-cause-fqcn")).endsWith("UndecodableRecordException");
        assertThat(header(letter, "kafka_dlt-exception-message"))
                .startsWith(
                        poison.value == null || poison.value.length == 0
                                ? "the record has no value"
                                : "not an event: ");
    }

    private Poison queuePoison(@Nullable String key, byte @Nullable [] value) {
        var poison = new Poison(key, value, fixture.queue(key, value, 0));
        queueGoodOne();
        return poison;
    }

    private void queueGoodOne() {
        good.add(fixture.queue(1, 100 + good.size()));
    }

    private void decide() {
        fixture.worker();
        fixture.awaitAcknowledged();
    }

    private static String event(String userId, String couponId, String timestamp, String version) {
        return "{\"eventId\":\"" + UUID.randomUUID() + "\",\"userId\":" + userId + ",\"couponId\":" + couponId
                + ",\"timestamp\":" + timestamp + ",\"version\":" + version + "}";
    }

    private static byte[] noise(int length) {
        byte[] noise = new byte[length];
        new Random(1).nextBytes(noise);
        return noise;
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        return new String(bytes(letter, name), UTF_8);
    }

    private static byte[] bytes(ConsumerRecord<byte[], byte[]> letter, String name) {
        return letter.headers().lastHeader(name).value();
    }

    private static final class Poison {
        private final @Nullable String key;
        private final byte @Nullable [] value;
        private final RecordMetadata position;

        Poison(@Nullable String key, byte @Nullable [] value, RecordMetadata position) {
            this.key = key;
            this.value = value;
            this.position = position;
        }
    }
}
