package coupon.verification.audit;

import coupon.core.domain.CouponIssueStatus;
import java.util.Comparator;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request of the audited coupon: the first record with its event id in one partition, with what the request store says
 * of it; or a row of the request store alone, whose record is not in the topic.
 */
final class Request {
    static final Comparator<Request> BY_POSITION =
            Comparator.<Request>comparingInt(it -> it.partition).thenComparingLong(it -> it.offset);

    final UUID id;
    final long userId;
    final long requestedAtMillis;
    final int partition;
    final long offset;
    final boolean inTopic;
    final boolean valid;

    @Nullable
    CouponIssueStatus outcome;

    @Nullable
    Long number;

    long decidedAtMicros;
    boolean published;

    /** Of the same event, in another partition or without a record. */
    @Nullable
    Request next;

    /** @param valid false if the wire contract already makes it {@code VALIDATION_FAILED} */
    Request(UUID id, long userId, long requestedAtMillis, int partition, long offset, boolean inTopic, boolean valid) {
        this.id = id;
        this.userId = userId;
        this.requestedAtMillis = requestedAtMillis;
        this.partition = partition;
        this.offset = offset;
        this.inTopic = inTopic;
        this.valid = valid;
    }

    boolean is(CouponIssueStatus status) {
        return outcome == status;
    }

    boolean isDecided() {
        return outcome != null;
    }

    /** Whether both were decided in one transaction: they bear one time of decision. */
    boolean isOfTheBatchOf(Request other) {
        return decidedAtMicros == other.decidedAtMicros;
    }

    /** Such as {@code 0-17}. */
    String position() {
        return partition + "-" + offset;
    }
}
