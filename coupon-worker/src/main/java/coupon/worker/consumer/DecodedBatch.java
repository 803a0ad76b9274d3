package coupon.worker.consumer;

import coupon.core.domain.CouponIssueRequest;
import coupon.core.domain.QueuePosition;
import coupon.core.queue.wire.CouponIssueEventCodec;
import coupon.core.queue.wire.DecodedRecord;
import coupon.core.queue.wire.DecodedRecord.Decodable;
import coupon.core.queue.wire.DecodedRecord.Undecodable;
import coupon.core.queue.wire.TraceParent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Records of one partition, divided into what can be decided and what cannot even be read, both in offset order.
 *
 * @param traces of the requests whose record names one, by event id; of repeated ids the first
 * @param endOffset of the record after the last one
 */
record DecodedBatch(
        List<CouponIssueRequest> requests, List<Unreadable> unreadable, Map<UUID, TraceParent> traces, long endOffset) {
    private static final CouponIssueEventCodec CODEC = new CouponIssueEventCodec();

    record Unreadable(ConsumerRecord<byte[], byte[]> record, String reason) {}

    static DecodedBatch of(List<ConsumerRecord<byte[], byte[]>> records) {
        var batch = new DecodedBatch(
                new ArrayList<>(records.size()),
                new ArrayList<>(),
                new HashMap<>(),
                records.get(records.size() - 1).offset() + 1);
        for (ConsumerRecord<byte[], byte[]> record : records) {
            DecodedRecord decoded =
                    CODEC.decode(record.key(), record.value(), new QueuePosition(record.partition(), record.offset()));
            if (decoded instanceof Decodable decodable) {
                batch.add(decodable.request(), record.headers().lastHeader(TraceParent.HEADER));
            } else if (decoded instanceof Undecodable undecodable) {
                batch.unreadable.add(new Unreadable(record, undecodable.reason()));
            }
        }
        return batch;
    }

    private void add(CouponIssueRequest request, @Nullable Header header) {
        requests.add(request);
        TraceParent trace = header == null ? null : TraceParent.read(header.value());
        if (trace != null) {
            traces.putIfAbsent(request.event().eventId(), trace);
        }
    }
}
