package coupon.worker.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coupon.worker.guard.Conditions;
import coupon.worker.guard.RetentionGuard;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GapWatchTest {
    private static final TopicPartition LINE = new TopicPartition("events", 0);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Conditions conditions = new Conditions(registry);
    private final GapWatch watch = new GapWatch(new RetentionGuard(conditions, registry));

    @BeforeEach
    void assign() {
        consumer.assign(List.of(LINE));
        consumer.updateBeginningOffsets(Map.of(LINE, 0L));
    }

    @Test
    void a_batch_after_deleted_records_tells_how_many_are_lost_once() {
        watch.intercept(batch(0, 9), consumer);
        consumer.commitSync(Map.of(LINE, new OffsetAndMetadata(10)));
        consumer.updateBeginningOffsets(Map.of(LINE, 25L));

        watch.intercept(batch(25, 30), consumer);
        watch.intercept(batch(25, 30), consumer);

        assertThat(lost()).isEqualTo(15);
        assertThat(conditions.details().get("undecided_records_deleted")).contains("at most {0=15}");
    }

    @Test
    void what_another_worker_decided_in_between_is_not_lost() {
        watch.intercept(batch(0, 9), consumer);
        consumer.commitSync(Map.of(LINE, new OffsetAndMetadata(40)));
        consumer.updateBeginningOffsets(Map.of(LINE, 25L));

        watch.intercept(batch(40, 45), consumer);

        assertThat(lost()).isZero();
    }

    @Test
    void offsets_that_never_were_records_are_not_lost() {
        watch.intercept(batch(0, 9), consumer);
        consumer.commitSync(Map.of(LINE, new OffsetAndMetadata(10)));

        watch.intercept(batch(11, 12), consumer);

        assertThat(lost()).isZero();
        assertThat(conditions.details()).isEmpty();
    }

    @Test
    void a_batch_that_cannot_be_looked_at_comes_again() {
        consumer.setOffsetsException(new org.apache.kafka.common.errors.TimeoutException("no answer"));

        assertThatThrownBy(() -> watch.intercept(batch(7, 9), consumer)).hasMessageContaining("no answer");

        assertThat(consumer.position(LINE)).isEqualTo(7);
    }

    private double lost() {
        return registry.counter("coupon.guard.undecided.deleted").count();
    }

    private static ConsumerRecords<byte[], byte[]> batch(long first, long last) {
        List<ConsumerRecord<byte[], byte[]>> records = LongStream.rangeClosed(first, last)
                .mapToObj(offset -> new ConsumerRecord<byte[], byte[]>(LINE.topic(), 0, offset, null, new byte[0]))
                .toList();
        return new ConsumerRecords<>(Map.of(LINE, records), Map.of());
    }
}
