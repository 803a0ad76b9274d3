package coupon.verification.guarantee;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * G8. Whoever reads the results topic meets every decision at least once, in decision order per coupon.
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
        Map<Line, List<Decision>> decided = new HashMap<>();
        evidence.ledger.forEach(row ->
                decided.computeIfAbsent(Line.of(row), line -> new ArrayList<>()).add(row));
        decided.values().forEach(rows -> rows.sort(Comparator.comparingLong(Decision::offset)));
        Map<Line, Integer> reached = new HashMap<>();
        for (Decision result : evidence.published) {
            Line line = Line.of(result);
            List<Decision> rows = decided.getOrDefault(line, List.of());
            int next = reached.getOrDefault(line, 0);
            if (next < rows.size() && rows.get(next).offset() == result.offset()) {
                reached.put(line, next + 1);
            }
        }
        decided.forEach((line, rows) -> {
            int next = reached.getOrDefault(line, 0);
            if (next < rows.size()) {
                findings.add(
                        rows.get(next).position(),
                        "not published after those decided before it, like " + (rows.size() - next - 1)
                                + " more of coupon " + line.couponId);
            }
        });
    }

    /** Requests for one coupon in one partition: what has an order. */
    private record Line(long couponId, int partition) {
        static Line of(Decision decision) {
            return new Line(decision.couponId(), decision.partition());
        }
    }
}
