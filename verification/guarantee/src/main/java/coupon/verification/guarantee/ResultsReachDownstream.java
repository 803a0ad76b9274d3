package coupon.verification.guarantee;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * G8. A reader of the results topic meets every decision at least once, in decision order per coupon.
 *
 * <p>At least once in order means what it means wherever a sender goes back and repeats: leaving out repetitions and
 * what came too early, the decisions 1, 2, 3 are there in this order. Valid: 1 2 3; 1 2 1 2 3 (redelivered);
 * 1 2 3 1 (a zombie's late one); 2 1 2 3 (1 failed, then all were repeated). Invalid: 1 3; 2 1 3; 1 3 2.
 */
final class ResultsReachDownstream implements Guarantee {
    @Override
    public String promise() {
        return "G8 results reach downstream";
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        Map<CouponInPartition, List<Decision>> decided = new HashMap<>();
        evidence.stored.forEach(row ->
                decided.computeIfAbsent(CouponInPartition.of(row), partition -> new ArrayList<>()).add(row));
        decided.values().forEach(rows -> rows.sort(Comparator.comparingLong(Decision::offset)));
        Map<CouponInPartition, Integer> reached = new HashMap<>();
        for (Decision result : evidence.published) {
            CouponInPartition partition = CouponInPartition.of(result);
            List<Decision> rows = decided.getOrDefault(partition, List.of());
            int next = reached.getOrDefault(partition, 0);
            if (next < rows.size() && rows.get(next).offset() == result.offset()) {
                reached.put(partition, next + 1);
            }
        }
        decided.forEach((partition, rows) -> {
            int next = reached.getOrDefault(partition, 0);
            if (next < rows.size()) {
                findings.add(
                        rows.get(next).position(),
                        "not published after those decided before it, like " + (rows.size() - next - 1)
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
