package coupon.core.domain;

import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;

/**
 * The rule as one would say it aloud, with no state at all: each request is judged by looking back over the whole queue,
 * again and again. Slow on purpose, and written without a look at the product's.
 */
final class NaiveRule {
    private final List<CouponIssueRequest> queue;
    private final Map<Long, Coupon> coupons;
    private final Set<Holding> holdings;

    private NaiveRule(List<CouponIssueRequest> queue, Map<Long, Coupon> coupons, Set<Holding> holdings) {
        this.queue = queue;
        this.coupons = coupons;
        this.holdings = holdings;
    }

    /** Each request's outcome and number. */
    static List<Tuple> decide(List<CouponIssueRequest> queue, Map<Long, Coupon> coupons, Set<Holding> holdings) {
        var rule = new NaiveRule(queue, coupons, holdings);
        return IntStream.range(0, queue.size())
                .mapToObj(position -> tuple(rule.outcomeOf(position), rule.numberOf(position)))
                .toList();
    }

    private @Nullable Long numberOf(int position) {
        return outcomeOf(position) == CouponIssueStatus.SUCCESS
                ? couponOf(position).lastNumber() + rankOf(position) + 1
                : null;
    }

    private CouponIssueStatus outcomeOf(int position) {
        CouponIssueEvent event = queue.get(position).event();
        if (!isSound(position)) {
            return CouponIssueStatus.VALIDATION_FAILED;
        } else if (!isOnSale(position)) {
            return CouponIssueStatus.BUSINESS_ERROR;
        } else if (holdings.contains(new Holding(event.couponId(), event.userId()))
                || rankOf(firstPositionOf(position)) < stock(position) && firstPositionOf(position) < position) {
            return CouponIssueStatus.DUPLICATE_REQUEST;
        } else if (rankOf(firstPositionOf(position)) < stock(position)) {
            return CouponIssueStatus.SUCCESS;
        }
        return CouponIssueStatus.OUT_OF_STOCK;
    }

    /** How many different newcomers for the same coupon were queued before this position. */
    private long rankOf(int position) {
        return IntStream.range(0, position)
                .filter(earlier -> sameCoupon(earlier, position) && isNewcomer(earlier))
                .mapToObj(earlier -> queue.get(earlier).event().userId())
                .distinct()
                .count();
    }

    private int firstPositionOf(int position) {
        return IntStream.rangeClosed(0, position)
                .filter(earlier -> sameCoupon(earlier, position) && sameUser(earlier, position) && isNewcomer(earlier))
                .findFirst()
                .orElseThrow();
    }

    private boolean isNewcomer(int position) {
        CouponIssueEvent event = queue.get(position).event();
        return isSound(position)
                && isOnSale(position)
                && !holdings.contains(new Holding(event.couponId(), event.userId()));
    }

    private boolean isSound(int position) {
        CouponIssueEvent event = queue.get(position).event();
        return event.version() == 1
                && event.userId() >= 1
                && event.couponId() >= 1
                && coupons.containsKey(event.couponId());
    }

    private boolean isOnSale(int position) {
        Coupon coupon = couponOf(position);
        Instant asked = Instant.ofEpochMilli(queue.get(position).event().timestamp());
        boolean begun = coupon.opensAt() == null || asked.compareTo(coupon.opensAt()) >= 0;
        boolean over = coupon.closesAt() != null && asked.compareTo(coupon.closesAt()) >= 0;
        return !coupon.paused() && begun && !over;
    }

    private long stock(int position) {
        Coupon coupon = couponOf(position);
        return coupon.codes() == null
                ? coupon.stock()
                : Math.min(coupon.stock(), Math.max(coupon.codes(), coupon.lastNumber()) - coupon.lastNumber());
    }

    private Coupon couponOf(int position) {
        return Objects.requireNonNull(coupons.get(queue.get(position).event().couponId()));
    }

    private boolean sameCoupon(int one, int other) {
        return queue.get(one).event().couponId() == queue.get(other).event().couponId();
    }

    private boolean sameUser(int one, int other) {
        return queue.get(one).event().userId() == queue.get(other).event().userId();
    }
}
