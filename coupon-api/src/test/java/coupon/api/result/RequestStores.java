package coupon.api.result;

import coupon.core.store.CouponCodes;
import coupon.core.store.CouponIssueResultRepository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Request stores for tests. */
final class RequestStores {
    private RequestStores() {}

    static RequestStore withoutCodes(CouponIssueResultRepository results) {
        return new RequestStore(results, new Codes(""), coupon -> false);
    }

    /** All coupons have codes: of number n, the prefix and n. */
    static RequestStore withCodes(CouponIssueResultRepository results, String prefix) {
        return new RequestStore(results, new Codes(prefix), coupon -> true);
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
