package coupon.verification.audit;

import coupon.core.queue.wire.CouponIssueResultCodec;
import coupon.core.queue.wire.PublishedResult;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import tools.jackson.core.JacksonException;

/**
 * Compares the results topic with the ledger: each acknowledged decision is there, as often as it likes, always the
 * same, and first appearances come in the order of the line.
 */
final class PublishedResults {
    private final long couponId;
    private final RequestTable requests;
    private final boolean complete;
    private final Findings findings;
    private final CouponIssueResultCodec codec = new CouponIssueResultCodec();
    private final Map<Integer, Long> furthest = new HashMap<>();
    private long unreadable;
    private long published;
    private long notYetPublished;

    /** @param complete whether nothing has expired and no topic was recreated: else lacks and order say nothing */
    PublishedResults(long couponId, RequestTable requests, boolean complete, Findings findings) {
        this.couponId = couponId;
        this.requests = requests;
        this.complete = complete;
        this.findings = findings;
    }

    void accept(ConsumerRecord<byte[], byte[]> record) {
        try {
            PublishedResult result = codec.decode(record.value());
            if (result.couponId() == couponId) {
                compare(result, record);
            }
        } catch (JacksonException | IllegalArgumentException noResult) {
            unreadable++;
        }
    }

    private void compare(PublishedResult result, ConsumerRecord<byte[], byte[]> record) {
        String where = " at " + record.partition() + "-" + record.offset() + " of the results topic";
        int row = requests.decidedRow(
                result.eventId().getMostSignificantBits(), result.eventId().getLeastSignificantBits());
        if (row == RequestTable.NONE) {
            findings.violation(
                    Kind.RESULT_NOT_STORED,
                    result.sourcePartition(),
                    result.sourceOffset(),
                    result.eventId(),
                    result.outcome() + where,
                    "no result: the ledger has no row");
            return;
        }
        if (!isStored(result, row)) {
            findings.violation(Kind.RESULT_DIFFERS, requests, row, describe(result) + where, describe(row));
        }
        if (!requests.isPublished(row)) {
            firstAppearance(row, where);
        }
    }

    private void firstAppearance(int row, String where) {
        requests.markPublished(row);
        published++;
        long before = furthest.getOrDefault(requests.partition(row), -1L);
        if (complete && requests.offset(row) < before) {
            findings.violation(
                    Kind.RESULT_OUT_OF_ORDER,
                    requests,
                    row,
                    "first" + where + ", after the result of " + requests.partition(row) + "-" + before,
                    "before it");
        }
        furthest.put(requests.partition(row), Math.max(before, requests.offset(row)));
    }

    /** After the last result. */
    void findMissing(LineOffsets offsets) {
        for (int row = 0; row < requests.size(); row++) {
            if (requests.outcome(row) == null || requests.isPublished(row)) {
                continue;
            }
            if (complete && offsets.isAcknowledged(requests.partition(row), requests.offset(row))) {
                findings.violation(
                        Kind.RESULT_MISSING,
                        requests,
                        row,
                        "no published result",
                        "a result: " + requests.outcome(row));
            } else {
                notYetPublished++;
            }
        }
    }

    private boolean isStored(PublishedResult result, int row) {
        return requests.isDecided(row, result.outcome())
                && requests.userId(row) == result.userId()
                && requests.decidedAtMicros(row) == Moments.micros(result.decidedAt())
                && requests.partition(row) == result.sourcePartition()
                && requests.offset(row) == result.sourceOffset();
    }

    private static String describe(PublishedResult result) {
        return result.outcome() + " for user " + result.userId() + " of " + result.sourcePartition() + "-"
                + result.sourceOffset() + ", decided " + result.decidedAt();
    }

    private String describe(int row) {
        return requests.outcome(row) + " for user " + requests.userId(row) + " of " + requests.place(row) + ", decided "
                + Moments.ofMicros(requests.decidedAtMicros(row)) + ", as in the ledger";
    }

    long unreadable() {
        return unreadable;
    }

    /** Decisions that were published at least once. */
    long published() {
        return published;
    }

    long notYetPublished() {
        return notYetPublished;
    }
}
