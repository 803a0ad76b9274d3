package coupon.verification.guarantee;

import static java.util.Comparator.comparingInt;

import coupon.core.domain.CouponIssueStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

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
 * raised) has no one order: see {@link SpreadOrder}.
 */
final class FirstComeFirstServed implements Guarantee {
    @Override
    public String promise() {
        return "G3 first come, first served";
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        Map<UUID, Decision> stored = evidence.storedById();
        List<LogRecord> log = inOrder(evidence);
        Map<Long, CouponOrder> orders = orders(evidence, log);
        for (LogRecord record : log) {
            Decision row = record.eventId() == null ? null : stored.get(record.eventId());
            CouponOrder order = orders.get(record.couponId());
            Consumer<String> broken = why -> findings.add(record.position(), why + ": " + record);
            if (row == null) {
                if (order != null && record.valid()) {
                    order.undecided();
                }
            } else if (record.isAt(row)) {
                if (order != null && record.valid()) {
                    order.judge(record, row.outcome(), broken);
                } else if (row.outcome() != CouponIssueStatus.VALIDATION_FAILED) {
                    broken.accept(row.outcome() + " for what is invalid");
                }
            }
        }
        orders.forEach((couponId, order) -> order.end(evidence.coupons.get(couponId), findings));
    }

    private static List<LogRecord> inOrder(Evidence evidence) {
        List<LogRecord> log = new ArrayList<>(evidence.log);
        log.sort(comparingInt(LogRecord::partition).thenComparingLong(LogRecord::offset));
        return log;
    }

    private static Map<Long, CouponOrder> orders(Evidence evidence, List<LogRecord> log) {
        Map<Long, Integer> partitions = new HashMap<>();
        Set<Long> spread = new HashSet<>();
        for (LogRecord record : log) {
            Integer before = record.valid() ? partitions.putIfAbsent(record.couponId(), record.partition()) : null;
            if (before != null && before != record.partition()) {
                spread.add(record.couponId());
            }
        }
        Map<Long, CouponOrder> orders = new HashMap<>();
        evidence.couponsBefore.forEach((couponId, coupon) -> orders.put(
                couponId,
                spread.contains(couponId)
                        ? new SpreadOrder(evidence.editsOf(couponId))
                        : new SinglePartitionOrder(coupon, evidence.editsOf(couponId), holdersOf(couponId, evidence))));
        return orders;
    }

    private static Set<Long> holdersOf(long couponId, Evidence evidence) {
        Set<Long> holders = new HashSet<>();
        evidence.holdingsBefore.stream()
                .filter(holding -> holding.couponId() == couponId)
                .forEach(holding -> holders.add(holding.userId()));
        return holders;
    }
}
