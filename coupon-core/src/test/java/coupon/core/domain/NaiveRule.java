package coupon.core.domain;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The rule as one would say it aloud, with no state at all: each request is judged by looking back over the whole line,
 * again and again. Slow on purpose, and written without a look at the product's.
 */
final class NaiveRule {
    private final List<CouponIssueRequest> line;
    private final Map<Long, Coupon> coupons;
    private final Set<Holding> holdings;

    private NaiveRule(List<CouponIssueRequest> line, Map<Long, Coupon> coupons, Set<Holding> holdings) {
        this.line = line;
        this.coupons = coupons;
        this.holdings = holdings;
    }

    static List<CouponIssueStatus> decide(
            List<CouponIssueRequest> line, Map<Long, Coupon> coupons, Set<Holding> holdings) {
        var rule = new NaiveRule(line, coupons, holdings);
        return IntStream.range(0, line.size()).mapToObj(rule::outcomeOf).toList();
    }

    private CouponIssueStatus outcomeOf(int place) {
        CouponIssueEvent event = line.get(place).event();
        if (!isSound(place)) {
            return CouponIssueStatus.VALIDATION_FAILED;
        } else if (!isOnSale(place)) {
            return CouponIssueStatus.BUSINESS_ERROR;
        } else if (holdings.contains(new Holding(event.couponId(), event.userId()))
                || rankOf(firstPlaceOf(place)) < stock(place) && firstPlaceOf(place) < place) {
            return CouponIssueStatus.DUPLICATE_REQUEST;
        } else if (rankOf(firstPlaceOf(place)) < stock(place)) {
            return CouponIssueStatus.SUCCESS;
        }
        return CouponIssueStatus.OUT_OF_STOCK;
    }

    /** How many different newcomers for the same coupon stood in line before this place. */
    private long rankOf(int place) {
        return IntStream.range(0, place)
                .filter(earlier -> sameCoupon(earlier, place) && isNewcomer(earlier))
                .mapToObj(earlier -> line.get(earlier).event().userId())
                .distinct()
                .count();
    }

    private int firstPlaceOf(int place) {
        return IntStream.rangeClosed(0, place)
                .filter(earlier -> sameCoupon(earlier, place) && sameUser(earlier, place) && isNewcomer(earlier))
                .findFirst()
                .orElseThrow();
    }

    private boolean isNewcomer(int place) {
        CouponIssueEvent event = line.get(place).event();
        return isSound(place) && isOnSale(place) && !holdings.contains(new Holding(event.couponId(), event.userId()));
    }

    private boolean isSound(int place) {
        CouponIssueEvent event = line.get(place).event();
        return event.version() == 1
                && event.userId() >= 1
                && event.couponId() >= 1
                && coupons.containsKey(event.couponId());
    }

    private boolean isOnSale(int place) {
        Coupon coupon = couponOf(place);
        Instant asked = Instant.ofEpochMilli(line.get(place).event().timestamp());
        boolean begun = coupon.opensAt() == null || asked.compareTo(coupon.opensAt()) >= 0;
        boolean over = coupon.closesAt() != null && asked.compareTo(coupon.closesAt()) >= 0;
        return !coupon.paused() && begun && !over;
    }

    private long stock(int place) {
        return couponOf(place).stock();
    }

    private Coupon couponOf(int place) {
        return Objects.requireNonNull(coupons.get(line.get(place).event().couponId()));
    }

    private boolean sameCoupon(int one, int other) {
        return line.get(one).event().couponId() == line.get(other).event().couponId();
    }

    private boolean sameUser(int one, int other) {
        return line.get(one).event().userId() == line.get(other).event().userId();
    }
}
