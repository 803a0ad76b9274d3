package coupon.verification.audit;

import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.QueuePosition;
import coupon.core.queue.wire.CouponIssueEventCodec;
import coupon.core.queue.wire.DecodedRecord;
import coupon.core.queue.wire.DecodedRecord.Decodable;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Takes what the events topic holds, record by record, and keeps the coupon's requests. */
final class EventLog {
    private final long couponId;
    private final byte[] key;
    private final Requests requests;
    private final CouponIssueEventCodec codec = new CouponIssueEventCodec();
    private final SortedMap<Integer, Long> requestsByPartition = new TreeMap<>();
    private final SortedMap<Integer, LongArrayList> unreadable = new TreeMap<>();
    private long recordsRead;
    private long repeated;
    private long firstRecordMillis = Long.MAX_VALUE;

    EventLog(long couponId, Requests requests) {
        this.couponId = couponId;
        this.key = CouponIssueEvent.partitionKey(couponId).getBytes(StandardCharsets.UTF_8);
        this.requests = requests;
    }

    void accept(ConsumerRecord<byte[], byte[]> record) {
        recordsRead++;
        firstRecordMillis = Math.min(firstRecordMillis, record.timestamp());
        var position = new QueuePosition(record.partition(), record.offset());
        DecodedRecord decoded = codec.decode(record.key(), record.value(), position);
        if (!(decoded instanceof Decodable decodable)) {
            unreadable
                    .computeIfAbsent(record.partition(), none -> new LongArrayList())
                    .add(record.offset());
        } else if (decodable.request().event().couponId() == couponId) {
            keep(decodable.request().event(), position, Arrays.equals(key, record.key()));
        }
    }

    /** Of a repeated event the first record counts, in each partition: the others change nothing. */
    private void keep(CouponIssueEvent event, QueuePosition position, boolean keyFits) {
        requestsByPartition.merge(position.partition(), 1L, Long::sum);
        if (requests.in(position.partition(), event.eventId()) != null) {
            repeated++;
            return;
        }
        boolean valid = keyFits && couponId > 0 && event.userId() > 0 && event.version() == 1;
        requests.add(new Request(
                event.eventId(),
                event.userId(),
                event.timestamp(),
                position.partition(),
                position.offset(),
                true,
                valid));
    }

    long recordsRead() {
        return recordsRead;
    }

    /** Records whose event id stood in the same partition before. */
    long repeated() {
        return repeated;
    }

    /** When the oldest record was written, by its producer's clock; the end of time if there is none. */
    long firstRecordMillis() {
        return firstRecordMillis;
    }

    SortedMap<Integer, Long> requestsByPartition() {
        return requestsByPartition;
    }

    /** The offsets of the records, of whatever coupon, that cannot be decoded. */
    SortedMap<Integer, LongArrayList> unreadable() {
        return unreadable;
    }

    long unreadableCount() {
        return unreadable.values().stream().mapToLong(LongArrayList::size).sum();
    }
}
