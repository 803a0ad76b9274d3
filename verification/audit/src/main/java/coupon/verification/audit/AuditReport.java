package coupon.verification.audit;

import coupon.core.domain.CouponIssueStatus;
import coupon.core.domain.QueuePosition;
import coupon.verification.guarantee.Kind;
import coupon.verification.guarantee.StockChange;
import coupon.verification.guarantee.Violation;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the audit says; the JSON report has these names.
 *
 * @param verdict {@code PASSED}, or {@code FAILED} if there is any violation
 * @param topic the events topic
 * @param group whose committed offsets say what had to be decided
 * @param outcomes the coupon's rows in the request store, by outcome
 * @param violationCount all of them; {@code violations} are the first 50 by guarantee and offset
 * @param notes what is no violation and worth knowing: what operators must have done, what could not be proved
 */
record AuditReport(
        String verdict,
        Books coupon,
        String topic,
        String group,
        StockRecord stock,
        List<Partition> partitions,
        Counts counts,
        Map<CouponIssueStatus, Long> outcomes,
        long violationCount,
        List<Finding> violations,
        List<String> notes) {

    boolean passed() {
        return violationCount == 0;
    }

    /**
     * The coupon by the database.
     *
     * @param issued rows of {@code user_coupon}
     */
    record Books(long couponId, String name, long totalQuantity, long stock, long issued) {}

    /**
     * What the service recorded of changes of the stock.
     *
     * @param recorded the sum of all changes
     * @param creationRecorded whether what the coupon began with is among them; not if it was made by SQL
     * @param outside how much more is in stock or issued than that, less if below 0: edited by SQL; null if it cannot be
     *     known, of a coupon that was made and edited by SQL
     * @param changeCount all of them; {@code changes} are the first 50 in the order in which they were made
     */
    record StockRecord(
            long recorded,
            boolean creationRecorded,
            @Nullable Long outside,
            long changeCount,
            List<StockChange> changes) {}

    /**
     * Something that the rules forbid.
     *
     * @param partition of the events topic; null where it is not about one request, as are offset and event id
     * @param stored what the database or the results topic holds
     * @param rules what it had to be
     */
    record Finding(
            String guarantee,
            Kind kind,
            @Nullable Integer partition,
            @Nullable Long offset,
            @Nullable String eventId,
            String stored,
            String rules) {
        static Finding of(Violation violation) {
            Kind kind = Objects.requireNonNull(violation.kind());
            QueuePosition position = violation.position();
            return new Finding(
                    kind.guarantee(),
                    kind,
                    position == null ? null : position.partition(),
                    position == null ? null : position.offset(),
                    violation.eventId() == null ? null : violation.eventId().toString(),
                    violation.stored(),
                    Objects.requireNonNull(violation.rules()));
        }
    }

    /**
     * A partition of the events topic.
     *
     * @param begin the first offset that is still there
     * @param end the offset after the last record that was read
     * @param committed by the group, before the database was read; null if it has committed nothing
     * @param requests records of this coupon
     */
    record Partition(
            int partition, long begin, long end, @Nullable Long committed, long requests) {}

    /**
     * How much was looked at.
     *
     * @param recordsRead from the events topic, of all coupons
     * @param unreadable of these: undecodable, to be dead letters
     * @param requests records of this coupon
     * @param repeated of these: with an event id that stood in the same partition before
     * @param decided rows of the request store
     * @param waiting requests that have no outcome and may still wait for it
     * @param beforeTheLog decided, and the record has expired: trusted, not proved again
     * @param ofFormerTopic decided before the oldest record of the topic was written: trusted, not proved again
     * @param published decisions that are on the results topic
     * @param notPublished decisions that are not, and need not be yet, or may have expired
     */
    record Counts(
            long recordsRead,
            long unreadable,
            long requests,
            long repeated,
            long decided,
            long waiting,
            long beforeTheLog,
            long ofFormerTopic,
            long published,
            long notPublished) {}
}
