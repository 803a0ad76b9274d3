package coupon.verification.system;

import coupon.core.domain.CouponIssueEvent;
import coupon.core.queue.wire.CouponIssueEventCodec;
import coupon.core.testing.TestTopics;
import coupon.verification.guarantee.Answer;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Another producer with write access to the events topic. Who writes to the log directly is a client too. */
public final class ForeignProducer extends KafkaProducer<String, byte[]> {
    private static final int LARGE_BYTES = 900_000;

    private final CouponIssueEventCodec codec = new CouponIssueEventCodec();
    private final String events;

    public ForeignProducer(TestTopics topics) {
        this(topics, Map.of());
    }

    /** @param more settings of the producer */
    public ForeignProducer(TestTopics topics, Map<String, Object> more) {
        super(settings(topics, more), new StringSerializer(), new ByteArraySerializer());
        this.events = topics.names().couponIssue();
    }

    /** In a transaction of its own, which is begun. */
    public static ForeignProducer inTransaction(TestTopics topics) {
        String id = UUID.randomUUID().toString();
        var producer = new ForeignProducer(topics, Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id));
        producer.initTransactions();
        producer.beginTransaction();
        return producer;
    }

    /** So many records of nearly a megabyte that nobody can read, which are small on their way; returns when all are sent. */
    public static void sendLarge(TestTopics topics, long couponId, int records) {
        byte[] noise = new byte[LARGE_BYTES];
        Arrays.fill(noise, (byte) 'a');
        try (var foreign = new ForeignProducer(topics, Map.of(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd"))) {
            for (int i = 0; i < records; i++) {
                foreign.sendRubbish(couponId, noise);
            }
        }
    }

    /** As the API would; completes with what the acknowledgement promises. */
    public CompletableFuture<Answer> request(long couponId, long userId) {
        return request(new CouponIssueEvent(UUID.randomUUID(), userId, couponId, Instant.now()));
    }

    public CompletableFuture<Answer> request(CouponIssueEvent event) {
        var answer = new CompletableFuture<Answer>();
        send(
                new ProducerRecord<>(events, event.partitionKey(), codec.encode(event)),
                (metadata, failure) -> answer.complete(
                        failure == null
                                ? Answer.accepted(event.couponId(), event.userId(), event.eventId())
                                : Answer.unknown(event.couponId(), event.userId(), event.eventId())));
        return answer;
    }

    /** What nobody can read, among the coupon's requests. */
    public Future<RecordMetadata> sendRubbish(long couponId, byte[] rubbish) {
        return send(new ProducerRecord<>(events, CouponIssueEvent.partitionKey(couponId), rubbish));
    }

    private static Map<String, Object> settings(TestTopics topics, Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, topics.bootstrapServers());
        return settings;
    }
}
