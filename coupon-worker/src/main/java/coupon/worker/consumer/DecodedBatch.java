package coupon.worker.consumer;

import coupon.core.domain.CouponIssueRequest;
import coupon.core.domain.QueuePosition;
import coupon.core.queue.wire.CouponIssueEventCodec;
import coupon.core.queue.wire.DecodedRecord;
import coupon.core.queue.wire.DecodedRecord.Decodable;
import coupon.core.queue.wire.TraceParent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Records of one partition in offset order. */
record DecodedBatch(List<Entry> entries) {
    private static final CouponIssueEventCodec CODEC = new CouponIssueEventCodec();

    /** A record, and what it turned out to be. */
    record Entry(ConsumerRecord<byte[], byte[]> record, DecodedRecord content) {
        static Entry of(ConsumerRecord<byte[], byte[]> record) {
            var position = new QueuePosition(record.partition(), record.offset());
            return new Entry(record, CODEC.decode(record.key(), record.value(), position));
        }
    }

    /** What can be decided. */
    List<CouponIssueRequest> requests() {
        return entries.stream()
                .map(Entry::content)
                .filter(Decodable.class::isInstance)
                .map(content -> ((Decodable) content).request())
                .toList();
    }

    /** Of the requests whose record names one, by event id; of repeated ids the first. */
    Map<UUID, TraceParent> traces() {
        Map<UUID, TraceParent> traces = new HashMap<>();
        for (Entry entry : entries) {
            Header header = entry.record.headers().lastHeader(TraceParent.HEADER);
            TraceParent trace = header == null ? null : TraceParent.read(header.value());
            if (trace != null && entry.content instanceof Decodable decodable) {
                traces.putIfAbsent(decodable.request().event().eventId(), trace);
            }
        }
        return traces;
    }

    /** Of the record after the last one. */
    long endOffset() {
        return entries.get(entries.size() - 1).record.offset() + 1;
    }
}
