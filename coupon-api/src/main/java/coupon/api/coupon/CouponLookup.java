package coupon.api.coupon;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import coupon.core.domain.Coupon;
import coupon.core.store.CouponRepository;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import reactor.core.publisher.Mono;

/**
 * Asks the database for a coupon that the snapshot does not have: one that was made a moment ago, or none at all. Those
 * who ask for the same one share a query, and its answer for a second.
 */
final class CouponLookup {
    private static final Duration REMEMBERED = Duration.ofSeconds(1);
    private static final int REMEMBERED_MAX = 10_000;

    private final CouponRepository repository;
    private final AsyncCache<Long, Optional<Coupon>> answers = Caffeine.newBuilder()
            .maximumSize(REMEMBERED_MAX)
            .expireAfterWrite(REMEMBERED)
            .buildAsync();

    CouponLookup(CouponRepository repository) {
        this.repository = repository;
    }

    Mono<Coupon> find(long couponId) {
        return Mono.fromFuture(answers.get(couponId, (id, executor) -> ask(id)), true)
                .flatMap(Mono::justOrEmpty);
    }

    void remember(Coupon coupon) {
        answers.put(coupon.couponId(), CompletableFuture.completedFuture(Optional.of(coupon)));
    }

    private CompletableFuture<Optional<Coupon>> ask(long couponId) {
        return repository
                .findById(couponId)
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .toFuture();
    }
}
