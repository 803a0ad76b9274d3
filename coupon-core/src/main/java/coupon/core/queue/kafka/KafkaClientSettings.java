package coupon.core.queue.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The limits of every Kafka client of the product, and what the guarantees need of them, laid over whatever the
 * application was configured with. The components are the settings of the group that decides, {@code
 * app.kafka.consumer.*}.
 *
 * @param group what it has committed is decided and published
 * @param groupProtocol {@code classic}, or {@code consumer} (KIP-848): safe as well, but most lag tools do not see it,
 *     and how soon a dead worker is noticed is the broker's setting then (45 s)
 * @param batchRecordsMax how many records one transaction decides at most
 */
@ConfigurationProperties("app.kafka.consumer")
public record KafkaClientSettings(
        @DefaultValue("coupon-issue-consumer-group") String group,
        @DefaultValue("classic") GroupProtocol groupProtocol,
        @DefaultValue("2000") int batchRecordsMax) {
    /** One question to the cluster, whatever the state of its brokers. */
    static final Duration ANSWER_MAX = Duration.ofSeconds(3);

    /** From handing an event to the producer until it is given up. */
    static final Duration EVENT_DELIVERY_MAX = Duration.ofSeconds(5);

    /** For the worker: nothing is committed by itself, nothing is skipped for want of an offset: it asks where to begin. */
    public Map<String, Object> eventConsumer(Map<String, Object> configured) {
        Map<String, Object> settings = consumer(configured);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        // Few, so that one poll is bounded in bytes whatever its records decompress to.
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 20);
        // Longer than a producer of results tries, so that a batch is given up before its partition is taken away.
        settings.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, millis(Duration.ofMinutes(5)));
        // Bounds only responses without records: a record is delivered at once.
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
        // Partitions that an operator adds are known within this time, not after the five minutes that are the default.
        settings.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, millis(Duration.ofSeconds(10)));
        settings.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, groupProtocol.name().toLowerCase(Locale.ROOT));
        settings.putAll(ofTheClassicProtocol());
        if (groupProtocol == GroupProtocol.CONSUMER) {
            settings.keySet().removeAll(ofTheClassicProtocol().keySet());
        }
        return settings;
    }

    /** For a reader of what is there already. */
    static Map<String, Object> reader(Map<String, Object> configured) {
        Map<String, Object> settings = consumerWithoutGroup(configured);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 100);
        // Behind the last record a consumer asks for more before anybody wants it, and until the broker has answered it
        // asks that broker for nothing else: not for the next range, and a reader that is closed waits too.
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 10);
        return settings;
    }

    static Map<String, Object> resultReader(Map<String, Object> configured) {
        Map<String, Object> settings = consumerWithoutGroup(configured);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
        return settings;
    }

    /** For events: a client waits for the response, so a silent broker is given up soon, as unknown. */
    public static Map<String, Object> eventProducer(Map<String, Object> configured) {
        Map<String, Object> settings = producer(configured);
        // For how long the thread that publishes events may be held by one of them.
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 500);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis(Duration.ofSeconds(2)));
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis(EVENT_DELIVERY_MAX));
        // What comes while a request is under way makes the next batch: batches grow with load, and nothing lingers.
        settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, CouponTopics.EVENT_BATCH_BYTES_MAX / 2);
        // The first request after a quiet night does not wait for metadata that was forgotten meanwhile.
        settings.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, Duration.ofDays(1).toMillis());
        return settings;
    }

    /**
     * For results and dead letters: no client waits, so it may try for long; it gives up before the consumer group
     * would take the partition away. One request in flight, or a batch that is given up could be overtaken by the next.
     */
    public static Map<String, Object> resultProducer(Map<String, Object> configured) {
        Map<String, Object> settings = producer(configured);
        settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis(Duration.ofMinutes(1)));
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis(Duration.ofSeconds(5)));
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis(Duration.ofMinutes(2)));
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, CouponTopics.DEAD_LETTER_BYTES_MAX);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        // One batch of decisions is a few requests and not one for each 16 KB.
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, CouponTopics.RESULT_BATCH_BYTES_MAX / 4);
        return settings;
    }

    /** For dead letters that an operator queues again: like events, with keys and sizes as they come. */
    static Map<String, Object> replayProducer(Map<String, Object> configured) {
        Map<String, Object> settings = eventProducer(configured);
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        // It holds nobody but this operator, and is mostly made for this one record: it has yet to find the broker.
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis(ANSWER_MAX));
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, CouponTopics.DEAD_LETTER_BYTES_MAX);
        return settings;
    }

    static Map<String, Object> admin(Map<String, Object> configured) {
        Map<String, Object> settings = client(configured);
        // One question to one broker, so that another can be asked in time.
        settings.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, 1_400);
        settings.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, millis(ANSWER_MAX));
        return settings;
    }

    /** It leaves no trace on the broker. */
    private static Map<String, Object> consumerWithoutGroup(Map<String, Object> configured) {
        Map<String, Object> settings = consumer(configured);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis(ANSWER_MAX));
        return settings;
    }

    private static Map<String, Object> consumer(Map<String, Object> configured) {
        Map<String, Object> settings = client(configured);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // Used where there is no offset, and where the records at it are deleted: then nothing that is left was read.
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        // Nobody was promised anything for what an aborted transaction of somebody else has left.
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, IsolationLevel.READ_COMMITTED.toString());
        settings.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
        // A consumer holds one response of each broker, and one more while it is read. A batch that is larger is
        // delivered nevertheless, so the limits of the topics count too.
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 4 * 1024 * 1024);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 1024 * 1024);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return settings;
    }

    /** Acknowledged by all in-sync replicas, never twice by a retry, in order. */
    private static Map<String, Object> producer(Map<String, Object> configured) {
        Map<String, Object> settings = client(configured);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.METADATA_MAX_AGE_CONFIG, millis(Duration.ofSeconds(30)));
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        return settings;
    }

    private static Map<String, Object> client(Map<String, Object> configured) {
        Map<String, Object> settings = new HashMap<>(configured);
        // A broker whose machine is gone does not even refuse a connection: another is asked after this.
        settings.put(CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, 1_000);
        settings.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
        return settings;
    }

    /** Settings that a consumer of the other protocol refuses. */
    private static Map<String, Object> ofTheClassicProtocol() {
        return Map.of(
                ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                millis(Duration.ofSeconds(10)),
                // A member learns of a rebalance with its next heartbeat; what moves is not decided until all have.
                ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
                500,
                // A worker keeps deciding its partitions while another comes or goes.
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                List.of(CooperativeStickyAssignor.class));
    }

    private static int millis(Duration duration) {
        return Math.toIntExact(duration.toMillis());
    }
}
