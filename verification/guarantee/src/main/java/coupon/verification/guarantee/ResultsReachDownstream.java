package coupon.verification.guarantee;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * G8. A reader of the results topic meets every decision at least once, in decision order per coupon.
 *
 * <p>{@link PublicationOrder} says which histories are valid.
 */
final class ResultsReachDownstream implements Guarantee {
    @Override
    public String promise() {
        return "G8 results reach downstream";
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        Map<CouponInPartition, List<Decision>> decided = new HashMap<>();
        evidence.stored.forEach(
                row -> decided.computeIfAbsent(CouponInPartition.of(row), partition -> new ArrayList<>())
                        .add(row));
        decided.values().forEach(rows -> rows.sort(Comparator.comparingLong(Decision::offset)));
        Map<CouponInPartition, PublicationOrder> orders = new HashMap<>();
        decided.forEach((partition, rows) -> orders.put(
                partition,
                new PublicationOrder(rows.stream().mapToLong(Decision::offset).toArray())));
        for (Decision result : evidence.published) {
            PublicationOrder order = orders.get(CouponInPartition.of(result));
            if (order != null) {
                order.published(result.offset());
            }
        }
        decided.forEach((partition, rows) -> {
            int reached = Objects.requireNonNull(orders.get(partition)).reached();
            if (reached < rows.size()) {
                findings.add(
                        rows.get(reached).position(),
                        "not published after those decided before it, like " + (rows.size() - reached - 1)
                                + " more of coupon " + partition.couponId);
            }
        });
    }

    /** Requests for one coupon in one partition: what has an order. */
    private record CouponInPartition(long couponId, int partition) {
        static CouponInPartition of(Decision decision) {
            return new CouponInPartition(decision.couponId(), decision.partition());
        }
    }
}
