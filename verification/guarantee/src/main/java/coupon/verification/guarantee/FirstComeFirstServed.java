package coupon.verification.guarantee;

import static java.util.Comparator.comparingInt;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;

import coupon.core.domain.CouponIssueStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * G3. First come, first served: judged again from the log, in offset order, by a rule of its own.
 *
 * <p>With stock 2. Valid: A {@code SUCCESS}, A {@code DUPLICATE}, B {@code SUCCESS}, C {@code OUT_OF_STOCK}, A
 * {@code DUPLICATE}. Invalid: A {@code OUT_OF_STOCK}, B {@code SUCCESS} (overtaken); A undecided, B decided; A
 * {@code OUT_OF_STOCK} with stock left; A {@code SUCCESS} though the coupon was closed at A's timestamp; one unit left
 * over in {@code coupon.stock}.
 *
 * <p>An event that stands in the log several times counts at its stored row's position, the other records do not count.
 * {@code SYSTEM_ERROR} is the database's refusal of one request's data: it fits everywhere and takes nothing.
 *
 * <p><b>While operators edit</b>, the times of edits are not known, so what is proven is that <em>some</em> time for
 * each of them, in their order, explains every outcome and the stock that is left: see {@link SinglePartitionOrder}. Not proven is
 * that an edit took effect soon. <b>A coupon whose requests are spread over several partitions</b> (their number was
 * raised) has no one order, and <b>of a coupon that nobody watched</b> neither the beginning nor the edits are known: see
 * {@link BatchOrder}.
 */
final class FirstComeFirstServed implements Guarantee {
    @Override
    public void check(Evidence evidence, Findings findings) {
        List<LogRecord> log = new ArrayList<>(evidence.log);
        log.sort(comparingInt(LogRecord::partition).thenComparingLong(LogRecord::offset));
        Map<Long, Order> orders = orders(evidence, log, findings);
        for (LogRecord record : log) {
            Decision row = evidence.requests().of(record.eventId());
            Order order = record.valid() ? orders.get(record.couponId()) : null;
            if (row == null) {
                if (order != null) {
                    order.undecided();
                }
            } else if (record.isAt(row)) {
                if (order != null) {
                    order.judge(row);
                } else if (row.outcome() != CouponIssueStatus.VALIDATION_FAILED) {
                    findings.add(Kind.WRONG_OUTCOME, row, row.outcome().name(), "VALIDATION_FAILED: it is invalid");
                }
            }
        }
        orders.values().forEach(Order::end);
        evidence.withoutOutcome.forEach(
                row -> findings.add(Kind.WRONG_OUTCOME, row.position(), row.eventId(), row.outcome(), "an outcome"));
    }

    private static Map<Long, Order> orders(Evidence evidence, List<LogRecord> log, Findings findings) {
        Map<Long, Set<Integer>> partitions = log.stream()
                .filter(LogRecord::valid)
                .collect(groupingBy(LogRecord::couponId, mapping(LogRecord::partition, toCollection(TreeSet::new))));
        boolean watched = evidence.coverage.watched();
        Map<Long, Order> orders = new HashMap<>();
        (watched ? evidence.couponsBefore : evidence.coupons).forEach((couponId, coupon) -> {
            Set<Integer> in = partitions.getOrDefault(couponId, Set.of());
            orders.put(
                    couponId,
                    watched && in.size() < 2
                            ? new SinglePartitionOrder(coupon, evidence, findings)
                            : new BatchOrder(couponId, in, evidence, findings));
        });
        return orders;
    }

    /** The valid requests for one coupon, judged one after the other: partition by partition, in offset order. */
    interface Order {
        /** The next request that has an outcome. */
        void judge(Decision row);

        /** A request that has no outcome is here. {@link NothingAcceptedIsLost} finds it. */
        default void undecided() {}

        /** There are no more. */
        void end();
    }
}
