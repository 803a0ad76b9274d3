package coupon.verification.audit;

import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.QueuePosition;
import coupon.core.queue.kafka.KafkaDeadLetterQueue;
import coupon.core.queue.wire.CouponIssueEventCodec;
import coupon.core.queue.wire.CouponIssueResultCodec;
import coupon.core.queue.wire.DecodedRecord;
import coupon.core.queue.wire.DecodedRecord.Decodable;
import coupon.core.queue.wire.PublishedResult;
import coupon.verification.guarantee.Evidence;
import coupon.verification.guarantee.LogRecord;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.springframework.kafka.support.KafkaHeaders;
import tools.jackson.core.JacksonException;

/** Takes what the topics hold, record by record, and keeps what is evidence about one coupon. */
final class Collector {
    private final long couponId;
    private final String eventsTopic;
    private final byte[] key;
    private final Evidence evidence;
    private final CouponIssueEventCodec events = new CouponIssueEventCodec();
    private final CouponIssueResultCodec results = new CouponIssueResultCodec();
    private final Map<Integer, Set<UUID>> seen = new HashMap<>();
    private final Set<QueuePosition> unreadable = new LinkedHashSet<>();
    final Map<Integer, Long> requestsByPartition = new HashMap<>();
    long recordsRead;
    long repeated;
    long unreadableResults;
    long oldestRecordMillis = Long.MAX_VALUE;

    Collector(long couponId, String eventsTopic, Evidence evidence) {
        this.couponId = couponId;
        this.eventsTopic = eventsTopic;
        this.key = CouponIssueEvent.partitionKey(couponId).getBytes(StandardCharsets.UTF_8);
        this.evidence = evidence;
    }

    void event(ConsumerRecord<byte[], byte[]> record) {
        recordsRead++;
        oldestRecordMillis = Math.min(oldestRecordMillis, record.timestamp());
        var position = new QueuePosition(record.partition(), record.offset());
        DecodedRecord decoded = events.decode(record.key(), record.value(), position);
        if (!(decoded instanceof Decodable decodable)) {
            unreadable.add(position);
        } else if (decodable.request().event().couponId() == couponId) {
            keep(decodable.request().event(), position, Arrays.equals(key, record.key()));
        }
    }

    /** Of a repeated event the first record counts, in each partition: the others change nothing. */
    private void keep(CouponIssueEvent event, QueuePosition position, boolean keyFits) {
        requestsByPartition.merge(position.partition(), 1L, Long::sum);
        if (seen.computeIfAbsent(position.partition(), none -> new HashSet<>()).add(event.eventId())) {
            boolean valid = keyFits && couponId > 0 && event.userId() > 0 && event.version() == 1;
            evidence.log.add(LogRecord.of(position, event, valid));
        } else {
            repeated++;
        }
    }

    void eventsEnd() {
        seen.clear();
    }

    void result(ConsumerRecord<byte[], byte[]> record) {
        try {
            PublishedResult result = results.decode(record.value());
            if (result.couponId() == couponId) {
                evidence.published(result);
            }
        } catch (JacksonException | IllegalArgumentException noResult) {
            unreadableResults++;
        }
    }

    void deadLetter(ConsumerRecord<byte[], byte[]> record) {
        Header topic = record.headers().lastHeader(KafkaHeaders.DLT_ORIGINAL_TOPIC);
        QueuePosition origin = KafkaDeadLetterQueue.origin(record);
        if (origin != null
                && unreadable.contains(origin)
                && topic != null
                && Arrays.equals(eventsTopic.getBytes(StandardCharsets.UTF_8), topic.value())) {
            evidence.deadLetters.add(origin);
        }
    }

    /** Every dead letter is known: so each record that cannot be decoded, of whatever coupon, must be one. */
    void deadLettersEnd() {
        evidence.undecodable.addAll(unreadable);
    }

    long unreadable() {
        return unreadable.size();
    }
}
