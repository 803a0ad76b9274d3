package coupon.core.queue.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * What the guarantees need of a producer, laid over whatever the application was configured with: acknowledged by all
 * in-sync replicas, never twice by a retry, in order.
 */
public final class ProducerSettings {
    private ProducerSettings() {}

    /** For events: somebody waits for the answer, so a silent broker is given up soon, as unknown. */
    public static Map<String, Object> forEvents(Map<String, Object> configured) {
        Map<String, Object> settings = durable(configured);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis(Duration.ofSeconds(1)));
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis(Duration.ofSeconds(2)));
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis(Duration.ofSeconds(5)));
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 1);
        return settings;
    }

    /**
     * For results and dead letters: nobody waits, so patience is cheap; it ends before the consumer group would take
     * the partition away. One request in flight, or a batch that is given up could be overtaken by the next.
     */
    public static Map<String, Object> forResults(Map<String, Object> configured) {
        Map<String, Object> settings = durable(configured);
        settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis(Duration.ofMinutes(1)));
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis(Duration.ofSeconds(5)));
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis(Duration.ofMinutes(2)));
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, CouponTopics.deadLetterBytesMax());
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        return settings;
    }

    /** For dead letters that an operator queues again: like events, with keys and sizes as they come. */
    public static Map<String, Object> forReplays(Map<String, Object> configured) {
        Map<String, Object> settings = forEvents(configured);
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, CouponTopics.deadLetterBytesMax());
        return settings;
    }

    private static Map<String, Object> durable(Map<String, Object> configured) {
        Map<String, Object> settings = new HashMap<>(configured);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, millis(Duration.ofSeconds(1)));
        // A broker whose machine is gone does not even refuse: another is to be asked before deliveries are given up.
        settings.put(
                ProducerConfig.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG,
                Duration.ofSeconds(1).toMillis());
        // Partitions that an operator adds are used within this time, not after the five minutes that are the default.
        settings.put(ProducerConfig.METADATA_MAX_AGE_CONFIG, millis(Duration.ofSeconds(30)));
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        return settings;
    }

    private static int millis(Duration duration) {
        return Math.toIntExact(duration.toMillis());
    }
}
