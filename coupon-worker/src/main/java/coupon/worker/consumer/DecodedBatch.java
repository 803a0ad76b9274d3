package coupon.worker.consumer;

import coupon.core.domain.CouponIssueRequest;
import coupon.core.domain.QueuePosition;
import coupon.core.queue.CouponIssueEventCodec;
import coupon.core.queue.DecodedRecord;
import coupon.core.queue.DecodedRecord.Decodable;
import coupon.core.queue.DecodedRecord.Undecodable;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A batch, parted into what can be decided and what cannot even be read, both in the order of the line. */
record DecodedBatch(List<CouponIssueRequest> requests, List<Unreadable> unreadable) {
    record Unreadable(ConsumerRecord<byte[], byte[]> record, String reason) {}

    static DecodedBatch of(List<ConsumerRecord<byte[], byte[]>> records, CouponIssueEventCodec codec) {
        var batch = new DecodedBatch(new ArrayList<>(records.size()), new ArrayList<>());
        for (ConsumerRecord<byte[], byte[]> record : records) {
            DecodedRecord decoded =
                    codec.decode(record.key(), record.value(), new QueuePosition(record.partition(), record.offset()));
            if (decoded instanceof Decodable decodable) {
                batch.requests.add(decodable.request());
            } else if (decoded instanceof Undecodable undecodable) {
                batch.unreadable.add(new Unreadable(record, undecodable.reason()));
            }
        }
        return batch;
    }
}
