package coupon.core.queue.kafka;

import coupon.core.queue.GroupLag;
import coupon.core.queue.GroupLag.PartitionLag;
import coupon.core.queue.OldestUndecided;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Reads the record at which the group stands. Its time is the one that the producer gave it. */
public final class KafkaOldestUndecided implements OldestUndecided, AutoCloseable {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(3);
    private static final Duration POLL_MAX = Duration.ofMillis(200);
    private static final Duration CLOSE_MAX = Duration.ofSeconds(1);
    private static final int FETCH_BYTES = 4096;

    private final Map<String, Object> settings;
    private final String topic;
    private @Nullable Consumer<byte[], byte[]> consumer;
    private boolean closed;

    public KafkaOldestUndecided(Map<String, Object> configured, CouponTopics topics) {
        topic = topics.couponIssue();
        settings = new HashMap<>(configured);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // What stood there was deleted: then the first that is left.
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
        settings.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(ANSWER_MAX.toMillis()));
    }

    @Override
    public Mono<Map<Integer, Instant>> acceptedAt(GroupLag lag) {
        Map<TopicPartition, Long> waiting = new HashMap<>();
        for (PartitionLag line : lag.partitions()) {
            if (line.lag() > 0) {
                waiting.put(new TopicPartition(topic, line.partition()), line.endOffset() - line.lag());
            }
        }
        return waiting.isEmpty()
                ? Mono.just(Map.of())
                : Mono.fromCallable(() -> read(waiting)).subscribeOn(Schedulers.boundedElastic());
    }

    @Override
    public synchronized void close() {
        closed = true;
        disconnect();
    }

    private synchronized Map<Integer, Instant> read(Map<TopicPartition, Long> firsts) {
        try {
            return timesOf(firsts, connected());
        } catch (RuntimeException failure) {
            disconnect();
            throw failure;
        }
    }

    private static Map<Integer, Instant> timesOf(Map<TopicPartition, Long> firsts, Consumer<byte[], byte[]> consumer) {
        Map<TopicPartition, Long> missing = new HashMap<>(firsts);
        Map<Integer, Instant> times = new HashMap<>();
        long begunNanos = System.nanoTime();
        while (!missing.isEmpty()) {
            if (System.nanoTime() - begunNanos > ANSWER_MAX.toNanos()) {
                throw new TimeoutException("the lines could not be read in time");
            }
            consumer.assign(missing.keySet());
            missing.forEach(consumer::seek);
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL_MAX)) {
                if (missing.remove(new TopicPartition(record.topic(), record.partition())) != null) {
                    times.put(record.partition(), Instant.ofEpochMilli(record.timestamp()));
                }
            }
        }
        return times;
    }

    private Consumer<byte[], byte[]> connected() {
        if (closed) {
            throw new IllegalStateException("the connection is closed");
        }
        if (consumer == null) {
            consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        }
        return consumer;
    }

    private void disconnect() {
        if (consumer != null) {
            consumer.close(CloseOptions.timeout(CLOSE_MAX));
            consumer = null;
        }
    }
}
