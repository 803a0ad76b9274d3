package coupon.api.coupon;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toUnmodifiableMap;

import coupon.core.domain.Coupon;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Coupons at one moment. */
record Coupons(Map<Long, Coupon> byId, List<Coupon> inOrder) {
    static final Coupons NONE = of(List.of());

    static Coupons of(List<Coupon> coupons) {
        return new Coupons(
                coupons.stream().collect(toUnmodifiableMap(Coupon::couponId, identity())),
                coupons.stream()
                        .sorted(Comparator.comparingLong(Coupon::couponId))
                        .toList());
    }

    Coupons with(Coupon coupon) {
        return of(Stream.concat(
                        inOrder.stream().filter(other -> other.couponId() != coupon.couponId()), Stream.of(coupon))
                .toList());
    }
}
