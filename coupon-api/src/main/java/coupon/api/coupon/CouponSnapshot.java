package coupon.api.coupon;

import coupon.core.domain.Coupon;
import coupon.core.store.CouponRepository;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The coupons as the database had them a moment ago. Reading it costs nothing; a database that is away leaves it as it
 * was last seen. Only the worker's judgement counts, so being a moment late is harmless.
 */
public final class CouponSnapshot {
    private final CouponRepository repository;
    private final CouponLookup lookup;
    private final Clock clock;
    private volatile Coupons coupons = Coupons.NONE;
    private volatile @Nullable Instant readAt;

    public CouponSnapshot(CouponRepository repository, Clock clock) {
        this.repository = repository;
        this.lookup = new CouponLookup(repository);
        this.clock = clock;
    }

    /** Reads all coupons anew. */
    public Mono<Void> refresh() {
        return repository
                .findAll()
                .collectList()
                .doOnNext(all -> {
                    coupons = Coupons.of(all);
                    readAt = clock.instant();
                })
                .then();
    }

    /** Empty if there is no such coupon; fails if that cannot be told now. */
    public Mono<Coupon> find(long couponId) {
        Coupon known = coupons.byId().get(couponId);
        return known != null ? Mono.just(known) : lookup.find(couponId);
    }

    /** In the order of their ids. */
    public List<Coupon> all() {
        return coupons.inOrder();
    }

    /**
     * Takes up a coupon that was made or changed through this instance, so that its next caller sees it. A refresh that
     * is under way may take it away again; then the look-up has it.
     */
    public void remember(Coupon coupon) {
        lookup.remember(coupon);
        coupons = coupons.with(coupon);
    }

    /** How old the snapshot is; empty if there was none yet. */
    public Optional<Duration> age() {
        return Optional.ofNullable(readAt).map(read -> Duration.between(read, clock.instant()));
    }
}
