package coupon.api.result;

import coupon.api.coupon.CouponSnapshot;
import coupon.api.testing.NoCoupons;
import coupon.core.domain.Coupon;
import coupon.core.store.CouponCodes;
import coupon.core.store.CouponIssueResultRepository;
import java.time.Clock;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Request stores for tests. */
final class RequestStores {
    private RequestStores() {}

    static RequestStore withoutCodes(CouponIssueResultRepository results) {
        return new RequestStore(results, new Codes(""), new CouponSnapshot(new NoCoupons(), Clock.systemUTC()));
    }

    /** Coupon 1 has codes: of number n, the prefix and n. */
    static RequestStore withCodes(CouponIssueResultRepository results, String prefix) {
        var coupons = new CouponSnapshot(new NoCoupons(), Clock.systemUTC());
        coupons.remember(new Coupon(1, "with codes", 100, 100, null, null, false, 0, 0, 100L));
        return new RequestStore(results, new Codes(prefix), coupons);
    }

    private record Codes(String prefix) implements CouponCodes {
        @Override
        public Mono<Import> add(long couponId, Flux<String> codes, String changedBy) {
            return Mono.error(new UnsupportedOperationException());
        }

        @Override
        public Mono<String> find(long couponId, long number) {
            return Mono.just(prefix + number);
        }
    }
}
