package coupon.worker.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.event.ListenerContainerIdleEvent;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.kafka.listener.MessageListenerContainer;

class WholeBatchRedeliveryTest {
    private static final TopicPartition FIRST = new TopicPartition("events", 0);
    private static final TopicPartition SECOND = new TopicPartition("events", 1);

    private static final TopicPartition THIRD = new TopicPartition("events", 2);

    private final WholeBatchRedelivery redelivery = new WholeBatchRedelivery();
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");

    /** Not running, so that nothing is waited for. */
    private final MessageListenerContainer stopped = new KafkaMessageListenerContainer<>(
            new DefaultKafkaConsumerFactory<>(Map.of()), new ContainerProperties("events"));

    @Test
    void every_line_of_a_failed_batch_goes_back_to_its_first_record() {
        consumer.assign(Set.of(FIRST, SECOND));
        consumer.seek(FIRST, 12);
        consumer.seek(SECOND, 103);

        fail(batch(FIRST, 10, 2, SECOND, 100, 3));

        assertThat(consumer.position(FIRST)).isEqualTo(10);
        assertThat(consumer.position(SECOND)).isEqualTo(100);
        assertThat(redelivery.trouble()).contains("deciding a batch fails").contains("no database");
    }

    @Test
    void a_line_that_was_taken_away_meanwhile_is_left_to_whoever_has_it() {
        consumer.assign(Set.of(SECOND));
        consumer.seek(SECOND, 103);

        fail(batch(FIRST, 10, 2, SECOND, 100, 3));

        assertThat(consumer.position(SECOND)).isEqualTo(100);
    }

    @Test
    void nothing_of_a_failed_batch_is_acknowledged() {
        assertThat(redelivery.isAckAfterHandle()).isFalse();
        assertThat(redelivery.seeksAfterHandling()).isTrue();
    }

    @Test
    void the_trouble_is_over_when_a_batch_succeeds() {
        consumer.assign(Set.of(FIRST, SECOND));
        fail(batch(FIRST, 10, 2, SECOND, 100, 3));

        redelivery.success(batch(FIRST, 10, 2, SECOND, 100, 3), consumer);

        assertThat(redelivery.trouble()).isNull();
    }

    @Test
    void the_trouble_is_over_when_the_lines_are_taken_away_and_the_others_are_quiet() {
        consumer.assign(Set.of(FIRST, SECOND));
        fail(batch(FIRST, 10, 2, SECOND, 100, 3));

        redelivery.onIdle(idle());
        assertThat(redelivery.trouble()).isNotNull();

        consumer.assign(Set.of(THIRD));
        redelivery.onIdle(idle());
        assertThat(redelivery.trouble()).isNull();
    }

    private ListenerContainerIdleEvent idle() {
        return new ListenerContainerIdleEvent(
                stopped, stopped, 1_000, "events", consumer.assignment(), consumer, false);
    }

    private void fail(ConsumerRecords<byte[], byte[]> batch) {
        redelivery.handleBatch(new IllegalStateException("no database"), batch, consumer, stopped, () -> {});
    }

    private static ConsumerRecords<byte[], byte[]> batch(
            TopicPartition first, long firstOffset, int firstCount, TopicPartition second, long offset, int count) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new HashMap<>();
        records.put(first, records(first, firstOffset, firstCount));
        records.put(second, records(second, offset, count));
        return new ConsumerRecords<>(records, Map.of());
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(TopicPartition partition, long offset, int count) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (long next = offset; next < offset + count; next++) {
            records.add(new ConsumerRecord<>(partition.topic(), partition.partition(), next, new byte[0], new byte[0]));
        }
        return records;
    }
}
