package coupon.verification.audit;

import coupon.core.queue.wire.CouponIssueResultCodec;
import coupon.core.queue.wire.PublishedResult;
import coupon.verification.guarantee.PublicationOrder;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import tools.jackson.core.JacksonException;

/**
 * Compares the results topic with the request store: each acknowledged decision is there, as often as it likes, always the
 * same, and in the order of decision ({@link PublicationOrder}).
 */
final class PublishedResults {
    private final long couponId;
    private final Requests requests;
    private final boolean complete;
    private final Findings findings;
    private final CouponIssueResultCodec codec = new CouponIssueResultCodec();
    private final Map<Integer, LongArrayList> appearances = new HashMap<>();
    private long unreadable;
    private long published;
    private long notYetPublished;

    /** @param complete whether nothing has expired and no topic was re-created: else lacks and order say nothing */
    PublishedResults(long couponId, Requests requests, boolean complete, Findings findings) {
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
        Request request = requests.decided(result.eventId());
        if (request == null) {
            findings.violation(
                    Kind.RESULT_NOT_STORED,
                    result.sourcePartition(),
                    result.sourceOffset(),
                    result.eventId(),
                    result.outcome() + where,
                    "no result: the request store has no row");
            return;
        }
        if (!isStored(result, request)) {
            findings.violation(Kind.RESULT_DIFFERS, request, describe(result) + where, describe(request));
        }
        if (!request.published) {
            request.published = true;
            published++;
        }
        appearances
                .computeIfAbsent(request.partition, none -> new LongArrayList())
                .add(request.offset);
    }

    /** After the last result. */
    void findMissing(PartitionOffsets offsets) {
        for (Request request : requests) {
            if (!request.isDecided() || request.published) {
                continue;
            }
            if (complete && offsets.isAcknowledged(request.partition, request.offset)) {
                findings.violation(Kind.RESULT_MISSING, request, "no published result", "a result: " + request.outcome);
            } else {
                notYetPublished++;
            }
        }
        if (complete) {
            appearances.forEach((partition, appeared) -> findDisorder(partition, appeared, offsets));
        }
    }

    /** Among those that were published at all, so that one that is missing does not hide the others. */
    private void findDisorder(int partition, LongArrayList appeared, PartitionOffsets offsets) {
        List<Request> decided = new ArrayList<>();
        for (Request request : requests) {
            if (request.published
                    && request.partition == partition
                    && offsets.isAcknowledged(partition, request.offset)) {
                decided.add(request);
            }
        }
        decided.sort(Request.BY_POSITION);
        var order =
                new PublicationOrder(decided.stream().mapToLong(it -> it.offset).toArray());
        appeared.forEach(order::published);
        if (!order.isComplete()) {
            Request late = decided.get(Math.max(0, order.reached() - 1));
            findings.violation(
                    Kind.RESULT_OUT_OF_ORDER,
                    late,
                    "published after that of " + decided.get(order.reached()).position() + ", which was not repeated",
                    "before it");
        }
    }

    private boolean isStored(PublishedResult result, Request request) {
        return request.is(result.outcome())
                && request.userId == result.userId()
                && request.decidedAtMicros == Moments.micros(result.decidedAt())
                && request.partition == result.sourcePartition()
                && request.offset == result.sourceOffset()
                && (result.number() == null || result.number().equals(request.number));
    }

    private static String describe(PublishedResult result) {
        return result.outcome() + " for user " + result.userId() + " of " + result.sourcePartition() + "-"
                + result.sourceOffset() + ", decided " + result.decidedAt();
    }

    private String describe(Request request) {
        return request.outcome + " for user " + request.userId + " of " + request.position() + ", decided "
                + Moments.ofMicros(request.decidedAtMicros) + ", as in the request store";
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
