package coupon.verification.audit;

import coupon.core.domain.CouponIssueStatus;
import coupon.core.domain.QueuePosition;
import coupon.verification.guarantee.Kind;
import coupon.verification.guarantee.StockChange;
import coupon.verification.guarantee.Violation;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the audit says. The JSON report has these names, and docs/audit.md tells what each holds.
 *
 * @param violationCount all of them; {@code violations} are the first 50 by guarantee and offset
 * @param notes what is no violation and worth knowing: what operators must have done, what could not be proved
 */
record AuditReport(
        String verdict,
        CouponCounts coupon,
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

    /** The coupon by the database. */
    record CouponCounts(long couponId, String name, long totalQuantity, long stock, long issued) {}

    /**
     * What the service recorded of changes of the stock.
     *
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
     */
    record Finding(
            String guarantee,
            Kind kind,
            @Nullable Integer partition,
            @Nullable Long offset,
            @Nullable UUID eventId,
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
                    violation.eventId(),
                    violation.stored(),
                    Objects.requireNonNull(violation.rules()));
        }
    }

    /** A partition of the events topic, as far as it was read. */
    record Partition(
            int partition, long begin, long end, @Nullable Long committed, long requests) {}

    /** How much was looked at, and how much of it was trusted or may still come. */
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
