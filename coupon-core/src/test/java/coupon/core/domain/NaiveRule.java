package coupon.core.domain;

import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.groups.Tuple;

/**
 * The rule as one would say it aloud, with no state at all: each request is judged by looking over the whole queue, again
 * and again. Slow on purpose, and written without a look at the product's.
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
        return queue.stream().map(request -> rule.judge(request.event())).toList();
    }

    private Tuple judge(CouponIssueEvent event) {
        if (!isSound(event)) {
            return tuple(CouponIssueStatus.VALIDATION_FAILED, null);
        } else if (!isOnSale(event)) {
            return tuple(CouponIssueStatus.BUSINESS_ERROR, null);
        } else if (!isNewcomer(event)) {
            return tuple(CouponIssueStatus.DUPLICATE_REQUEST, null);
        }
        List<CouponIssueEvent> rivals =
                undecided().filter(it -> it.couponId() == event.couponId()).toList();
        List<Long> users =
                rivals.stream().map(CouponIssueEvent::userId).distinct().toList();
        int rank = users.indexOf(event.userId());
        if (rank >= stock(event)) {
            return tuple(CouponIssueStatus.OUT_OF_STOCK, null);
        }
        CouponIssueEvent firstOfUser = rivals.stream()
                .filter(it -> it.userId() == event.userId())
                .findFirst()
                .orElseThrow();
        return firstOfUser.equals(event)
                ? tuple(CouponIssueStatus.SUCCESS, couponOf(event).lastNumber() + rank + 1)
                : tuple(CouponIssueStatus.DUPLICATE_REQUEST, null);
    }

    /** In the order of the queue. */
    private Stream<CouponIssueEvent> undecided() {
        return queue.stream().map(CouponIssueRequest::event).filter(this::isNewcomer);
    }

    private boolean isNewcomer(CouponIssueEvent event) {
        return isSound(event) && isOnSale(event) && !holdings.contains(new Holding(event.couponId(), event.userId()));
    }

    private boolean isSound(CouponIssueEvent event) {
        return event.version() == 1
                && event.userId() >= 1
                && event.couponId() >= 1
                && coupons.containsKey(event.couponId());
    }

    private boolean isOnSale(CouponIssueEvent event) {
        Coupon coupon = couponOf(event);
        Instant asked = Instant.ofEpochMilli(event.timestamp());
        boolean begun = coupon.opensAt() == null || asked.compareTo(coupon.opensAt()) >= 0;
        boolean over = coupon.closesAt() != null && asked.compareTo(coupon.closesAt()) >= 0;
        return !coupon.paused() && begun && !over;
    }

    private long stock(CouponIssueEvent event) {
        Coupon coupon = couponOf(event);
        return coupon.codes() == null
                ? coupon.stock()
                : Math.min(coupon.stock(), Math.max(coupon.codes(), coupon.lastNumber()) - coupon.lastNumber());
    }

    private Coupon couponOf(CouponIssueEvent event) {
        return Objects.requireNonNull(coupons.get(event.couponId()));
    }
}
