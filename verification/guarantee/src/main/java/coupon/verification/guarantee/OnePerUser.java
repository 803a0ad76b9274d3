package coupon.verification.guarantee;

import coupon.core.domain.Holding;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * G2. A user has a coupon at most once.
 *
 * <p>Valid: many requests of one user, one {@code SUCCESS}; a further one after an operator deleted holdings.
 * Invalid: two {@code SUCCESS} of one user for one coupon, or one for who had it before; two rows in
 * {@code user_coupon}.
 */
final class OnePerUser implements Guarantee {
    @Override
    public String promise() {
        return "G2 at most one per user and coupon";
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        Map<Holding, Integer> times = new HashMap<>();
        evidence.holdingsBefore.forEach(holding -> times.put(holding, 1));
        for (Decision row : evidence.stored) {
            if (row.isSuccess()
                    && times.merge(row.holding(), 1, Integer::sum) > 1 + evidence.deletionsOf(row.couponId())) {
                findings.add(row.position(), row.holding() + " succeeded once more");
            }
        }
        Set<Holding> seen = new HashSet<>();
        evidence.holdings.stream()
                .filter(holding -> !seen.add(holding))
                .forEach(holding -> findings.add(holding + " is in user_coupon twice"));
    }
}
