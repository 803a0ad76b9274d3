package coupon.verification.simulation;

import coupon.core.domain.CouponIssueRequest;
import coupon.core.queue.wire.CouponIssueEventCodec;
import coupon.core.queue.wire.DecodedRecord;
import coupon.core.queue.wire.DecodedRecord.Decodable;
import coupon.verification.simulation.SimulatedGroup.Assignment;
import coupon.verification.simulation.SimulatedLog.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What one poll brought, decoded. */
record Batch(
        Assignment assignment,
        List<CouponIssueRequest> requests,
        List<Entry> undecodable,
        Map<Integer, Long> nextOffsets) {
    private static final CouponIssueEventCodec CODEC = new CouponIssueEventCodec();

    static Batch of(Assignment assignment, List<Entry> entries) {
        var batch = new Batch(assignment, new ArrayList<>(), new ArrayList<>(), new HashMap<>());
        for (Entry entry : entries) {
            DecodedRecord decoded = decode(entry);
            if (decoded instanceof Decodable decodable) {
                batch.requests.add(decodable.request());
            } else {
                batch.undecodable.add(entry);
            }
            batch.nextOffsets.put(entry.position().partition(), entry.position().offset() + 1);
        }
        return batch;
    }

    static DecodedRecord decode(Entry entry) {
        return CODEC.decode(entry.key(), entry.value(), entry.position());
    }
}
