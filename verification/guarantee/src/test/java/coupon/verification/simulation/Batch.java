package coupon.verification.simulation;

import coupon.core.domain.CouponIssueRequest;
import coupon.core.queue.wire.CouponIssueEventCodec;
import coupon.core.queue.wire.DecodedRecord;
import coupon.core.queue.wire.DecodedRecord.Decodable;
import coupon.verification.simulation.SimulatedLog.Entry;
import java.util.ArrayList;
import java.util.List;

/** What one poll brought, decoded. */
record Batch(List<CouponIssueRequest> requests, List<Entry> undecodable) {
    private static final CouponIssueEventCodec CODEC = new CouponIssueEventCodec();

    static Batch of(List<Entry> entries) {
        var batch = new Batch(new ArrayList<>(), new ArrayList<>());
        for (Entry entry : entries) {
            if (decode(entry) instanceof Decodable decodable) {
                batch.requests.add(decodable.request());
            } else {
                batch.undecodable.add(entry);
            }
        }
        return batch;
    }

    static DecodedRecord decode(Entry entry) {
        return CODEC.decode(entry.key(), entry.value(), entry.position());
    }
}
