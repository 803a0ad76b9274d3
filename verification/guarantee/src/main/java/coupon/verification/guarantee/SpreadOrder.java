package coupon.verification.guarantee;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueStatus;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A coupon's requests in several partitions, decided in an unknown order. What still holds in each partition: who
 * comes behind an {@code OUT_OF_STOCK} does not win, unless stock was added in between.
 */
final class SpreadOrder implements CouponOrder {
    private final long raises;
    private final Map<Integer, Long> revivals = new HashMap<>();
    private final Set<Integer> soldOut = new HashSet<>();

    SpreadOrder(List<CouponEdit> edits) {
        raises = edits.stream().filter(SpreadOrder::mayRaise).count();
    }

    @Override
    public void judge(LogRecord record, CouponIssueStatus outcome, Consumer<String> broken) {
        if (outcome == CouponIssueStatus.OUT_OF_STOCK) {
            soldOut.add(record.partition());
        } else if (outcome == CouponIssueStatus.SUCCESS
                && soldOut.remove(record.partition())
                && revivals.merge(record.partition(), 1L, Long::sum) > raises) {
            broken.accept("won after an OUT_OF_STOCK");
        }
    }

    /** {@link NothingAcceptedIsLost} finds it; behind it, the other partitions prove nothing. */
    @Override
    public void undecided() {}

    @Override
    public void end(@Nullable Coupon left, Findings findings) {}

    private static boolean mayRaise(CouponEdit edit) {
        return edit instanceof CouponEdit.StockSet
                || edit instanceof CouponEdit.StockAdded added && added.quantity() > 0;
    }
}
