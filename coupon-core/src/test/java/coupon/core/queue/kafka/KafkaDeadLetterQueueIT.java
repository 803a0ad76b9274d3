package coupon.core.queue.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coupon.core.domain.QueuePosition;
import coupon.core.queue.DeadLetter;
import coupon.core.queue.DeadLetterQueue;
import coupon.core.queue.DeadLetterQueueContract;
import coupon.core.queue.RecordNotCopiedException;
import coupon.core.testing.TestServers;
import coupon.core.testing.TestTopics;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.support.KafkaHeaders;

class KafkaDeadLetterQueueIT extends DeadLetterQueueContract {
    private final TestTopics topics = TestTopics.create(TestServers.kafkaBootstrapServers());
    private final Map<String, Object> broker =
            Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, topics.bootstrapServers());
    private final DefaultKafkaProducerFactory<byte[], byte[]> producers =
            new DefaultKafkaProducerFactory<>(KafkaClientSettings.replayProducer(broker));
    private final KafkaTemplate<byte[], byte[]> kafka = new KafkaTemplate<>(producers);
    private final KafkaDeadLetterQueue deadLetters = new KafkaDeadLetterQueue(broker, broker, topics.names());

    @AfterEach
    void tearDown() {
        producers.setPhysicalCloseTimeout(1);
        producers.destroy();
        deadLetters.close();
    }

    @Override
    protected DeadLetterQueue deadLetters() {
        return deadLetters;
    }

    @Override
    protected DeadLetterQueue deadLettersNowhere() {
        Map<String, Object> unreachable = Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:1");
        return new KafkaDeadLetterQueue(unreachable, unreachable, topics.names());
    }

    @Override
    protected QueuePosition setAside(String value, String reason) {
        setAside(0, 7, "coupon-1", value, reason);
        return new QueuePosition(0, 7);
    }

    @Override
    protected List<String> queued(int atLeast) {
        return topics.read(topics.names().couponIssue(), atLeast).stream()
                .map(record -> new String(record.value(), UTF_8))
                .toList();
    }

    @Test
    void the_newest_dead_letters_are_those_of_all_partitions_and_may_lack_key_and_value() {
        setAside(2, 7, "coupon-3", "first", "too early");
        setAside(0, 8, null, "no key", "unreadable");
        setAside(0, 9, "coupon-1", null, "nothing in it");

        List<DeadLetter> newest = newest(2);

        assertThat(newest).extracting(DeadLetter::reason).containsExactly("nothing in it", "unreadable");
        assertThat(newest.get(0).value()).isNull();
        assertThat(newest.get(0).key()).isEqualTo("coupon-1");
        assertThat(newest.get(0).origin()).isEqualTo(new QueuePosition(0, 9));
        assertThat(newest.get(0).position()).isEqualTo(new QueuePosition(0, 1));
        assertThat(newest.get(1).key()).isNull();
        assertThat(newest(10)).hasSize(3);
    }

    @Test
    void a_record_is_replayed_as_it_was_received() {
        setAside("some value", "no reason");

        assertThat(replay(new QueuePosition(0, 0))).isEqualTo(new QueuePosition(0, 0));

        ConsumerRecord<byte[], byte[]> replayed =
                topics.read(topics.names().couponIssue(), 1).get(0);
        assertThat(replayed.key()).isEqualTo("coupon-1".getBytes(UTF_8));
        assertThat(replayed.value()).isEqualTo("some value".getBytes(UTF_8));
        assertThat(replayed.headers()).isEmpty();
    }

    @Test
    void a_reference_to_a_record_that_was_too_large_cannot_be_replayed_and_says_where_the_record_is() {
        var reference = new ProducerRecord<byte[], byte[]>(topics.names().couponIssueDlt(), 0, null, null);
        reference.headers().add(KafkaDeadLetterQueue.NOT_COPIED, "5000000".getBytes(UTF_8));
        reference.headers().add(KafkaHeaders.DLT_ORIGINAL_PARTITION, new byte[] {0, 0, 0, 2});
        reference.headers().add(KafkaHeaders.DLT_ORIGINAL_OFFSET, new byte[] {0, 0, 0, 0, 0, 0, 0, 7});
        kafka.send(reference).join();

        assertThatThrownBy(() -> deadLetters.replay(new QueuePosition(0, 0)).block())
                .isInstanceOf(RecordNotCopiedException.class)
                .hasMessageContaining("record 2-7 of the events topic");
        assertThat(topics.endOffsets(topics.names().couponIssue())).containsOnly(0L);
    }

    @Test
    void a_letter_of_somebody_else_is_shown_without_an_origin() {
        var foreign = new ProducerRecord<byte[], byte[]>(topics.names().couponIssueDlt(), 0, null, null);
        foreign.headers().add(KafkaHeaders.DLT_ORIGINAL_PARTITION, new byte[] {-1, -1, -1, -1});
        foreign.headers().add(KafkaHeaders.DLT_ORIGINAL_OFFSET, new byte[] {-1, -1, -1, -1, -1, -1, -1, -1});
        kafka.send(foreign).join();

        assertThat(newest(1)).extracting(DeadLetter::origin).containsOnlyNulls();
    }

    private void setAside(int partition, long offset, @Nullable String key, @Nullable String value, String reason) {
        var recoverer = new DeadLetterPublishingRecoverer(
                kafka, (record, failure) -> new TopicPartition(topics.names().couponIssueDlt(), record.partition()));
        recoverer.accept(
                new ConsumerRecord<>(
                        topics.names().couponIssue(),
                        partition,
                        offset,
                        key == null ? null : key.getBytes(UTF_8),
                        value == null ? null : value.getBytes(UTF_8)),
                new IllegalArgumentException(reason));
    }
}
