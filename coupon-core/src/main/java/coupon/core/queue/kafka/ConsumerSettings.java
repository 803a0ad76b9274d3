package coupon.core.queue.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the guarantees need of the consumer of events, laid over whatever the application was configured with: nothing is
 * committed by itself, nothing is skipped for want of an offset, and a dead worker's lines are taken over soon.
 *
 * @param group what it has committed is decided and published
 * @param groupProtocol {@code classic}, or {@code consumer} (KIP-848): safe as well, but most lag tools do not see it,
 *     and how soon a dead worker is noticed is the broker's setting then (45 s)
 * @param batchRecordsMax how many records one transaction decides at most
 */
@ConfigurationProperties("app.kafka.consumer")
public record ConsumerSettings(
        @DefaultValue("coupon-issue-consumer-group") String group,
        @DefaultValue("classic") GroupProtocol groupProtocol,
        @DefaultValue("2000") int batchRecordsMax) {
    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration HEARTBEAT_INTERVAL = Duration.ofSeconds(3);

    /** Longer than a producer of results is patient, so that a batch is given up before its partition is taken away. */
    private static final Duration MAX_POLL_INTERVAL = Duration.ofMinutes(5);

    /** Bounds only answers that bring nothing: a record is answered at once. */
    private static final Duration FETCH_MAX_WAIT = Duration.ofMillis(100);

    private static final Duration METADATA_MAX_AGE = Duration.ofSeconds(10);

    /** A broker whose machine is gone does not even refuse: another is asked after this. */
    static final Duration CONNECTION_SETUP_MAX = Duration.ofSeconds(1);

    public Map<String, Object> over(Map<String, Object> configured) {
        Map<String, Object> settings = new HashMap<>(configured);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, batchRecordsMax);
        settings.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, millis(MAX_POLL_INTERVAL));
        settings.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, millis(FETCH_MAX_WAIT));
        settings.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, millis(METADATA_MAX_AGE));
        settings.put(ConsumerConfig.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, CONNECTION_SETUP_MAX.toMillis());
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, groupProtocol.name().toLowerCase(Locale.ROOT));
        settings.putAll(ofTheClassicProtocol());
        if (groupProtocol == GroupProtocol.CONSUMER) {
            settings.keySet().removeAll(ofTheClassicProtocol().keySet());
        }
        return settings;
    }

    /** Settings that a consumer of the other protocol refuses. */
    private static Map<String, Object> ofTheClassicProtocol() {
        return Map.of(
                ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                millis(SESSION_TIMEOUT),
                ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
                millis(HEARTBEAT_INTERVAL),
                // A worker keeps deciding its lines while another comes or goes.
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                List.of(CooperativeStickyAssignor.class));
    }

    private static int millis(Duration duration) {
        return Math.toIntExact(duration.toMillis());
    }
}
