package coupon.api.ops;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import coupon.api.coupon.CouponView;
import coupon.core.domain.CouponIssueStatus;
import coupon.core.queue.GroupLag.PartitionLag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One second of the system as the page shows it. What only this instance knows: {@code accepted}, {@code refused} and the
 * promises; everything else the broker and the database tell all instances alike.
 *
 * @param time milliseconds since the epoch
 */
record OpsSample(
        long time,
        String instance,
        boolean rehearsals,
        Rates rates,
        @Nullable Latency latency,
        Promises promises,
        Queue queue,
        List<CouponRow> coupons,
        List<Entry> membership,
        List<Health> health,
        List<Letter> deadLetters,
        List<Incident> incidents,
        List<Action> actions) {
    /** Requests per second. */
    record Rates(double accepted, double refused, double decided, Map<CouponIssueStatus, Long> outcomes) {}

    /** From request to decision, milliseconds, of what was decided in this second. */
    record Latency(double p50, double p99) {}

    /** @param checked accepted requests whose stored outcome this instance has looked up */
    record Promises(long oversold, long doubled, long notStored, long checked) {}

    /**
     * @param lag requests accepted and not yet decided
     * @param clearSeconds at the present rate; null while nothing is decided
     */
    record Queue(
            long lag,
            @Nullable Double oldestSeconds,
            @Nullable Double clearSeconds,
            List<Partition> partitions) {}

    /** @param trend requests per second by which the lag grows */
    record Partition(
            @JsonUnwrapped @JsonIgnoreProperties({"endOffset", "committedOffset", "oldestAcceptedAt"})
            PartitionLag measured,

            @Nullable Double oldestSeconds,
            double trend) {}

    /**
     * @param left how many can still be issued
     * @param rate successes per second
     * @param etag of the version that an edit changes
     */
    record CouponRow(@JsonUnwrapped CouponView coupon, long left, double rate, boolean codes, String etag) {}

    record Entry(long time, String text) {}

    /** @param status {@code UP} or {@code DOWN} */
    record Health(String name, String status, String detail) {}

    record Letter(String position, String reason, Instant setAsideAt) {}

    record Incident(long time, String text, boolean over) {}

    record Action(long time, String operator, String action) {}
}
