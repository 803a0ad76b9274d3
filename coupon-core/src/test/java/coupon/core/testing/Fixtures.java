package coupon.core.testing;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.CouponIssueRequest;
import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.CouponIssueStatus;
import coupon.core.domain.QueuePosition;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Coupons and requests as tests speak of them. */
public final class Fixtures {
    public static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

    private static final AtomicLong OFFSETS = new AtomicLong();

    private Fixtures() {}

    public static CouponBuilder aCoupon() {
        return new CouponBuilder(1, 10, null, null, false);
    }

    /** The next request of the queue, made at noon. */
    public static CouponIssueRequest request(long couponId, long userId) {
        return request(couponId, userId, NOON);
    }

    public static CouponIssueRequest request(long couponId, long userId, Instant at) {
        return at(new QueuePosition(0, OFFSETS.getAndIncrement()), couponId, userId, at);
    }

    public static CouponIssueRequest at(QueuePosition position, long couponId, long userId, Instant at) {
        return new CouponIssueRequest(new CouponIssueEvent(UUID.randomUUID(), userId, couponId, at), position);
    }

    /** Requests of the users from the first to the last, for coupon 1. */
    public static List<CouponIssueRequest> requests(long firstUser, long lastUser) {
        return LongStream.rangeClosed(firstUser, lastUser)
                .mapToObj(user -> request(1, user))
                .toList();
    }

    /** The result of a user who got the coupon. */
    public static CouponIssueResult success(long couponId) {
        return CouponIssueResult.of(request(couponId, 1), CouponIssueStatus.SUCCESS, NOON);
    }

    /** A coupon in the making. */
    public record CouponBuilder(
            long couponId,
            long stock,
            @Nullable Instant opensAt,
            @Nullable Instant closesAt,
            boolean paused) {
        public CouponBuilder withId(long couponId) {
            return new CouponBuilder(couponId, stock, opensAt, closesAt, paused);
        }

        public CouponBuilder withStock(long stock) {
            return new CouponBuilder(couponId, stock, opensAt, closesAt, paused);
        }

        public CouponBuilder opensAt(Instant opensAt) {
            return new CouponBuilder(couponId, stock, opensAt, closesAt, paused);
        }

        public CouponBuilder closesAt(Instant closesAt) {
            return new CouponBuilder(couponId, stock, opensAt, closesAt, paused);
        }

        public CouponBuilder isPaused() {
            return new CouponBuilder(couponId, stock, opensAt, closesAt, true);
        }

        public Coupon build() {
            return new Coupon(couponId, "coupon " + couponId, stock, stock, opensAt, closesAt, paused, 0, 0, null);
        }
    }
}
