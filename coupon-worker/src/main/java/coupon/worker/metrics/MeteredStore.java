package coupon.worker.metrics;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.Holding;
import coupon.core.store.CouponIssueStore;
import coupon.core.store.CouponIssueTransaction;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * A store that measures the verbs {@code decide} and {@code store}. One becomes the other where the outcomes are handed
 * over; only what was committed counts.
 */
public final class MeteredStore implements CouponIssueStore {
    private final CouponIssueStore store;
    private final StoreMeters meters;

    public MeteredStore(CouponIssueStore store, StoreMeters meters) {
        this.store = store;
        this.meters = meters;
    }

    @Override
    public <T> Mono<T> inTransaction(Function<CouponIssueTransaction, Mono<T>> work) {
        return Mono.defer(() -> {
            var watched = new WatchedBatch();
            return store.inTransaction(transaction -> work.apply(new Watched(transaction, watched)))
                    .doOnSuccess(done -> meters.committed(watched));
        });
    }

    private record Watched(CouponIssueTransaction transaction, WatchedBatch batch) implements CouponIssueTransaction {
        @Override
        public Mono<Map<Long, Coupon>> lockCoupons(Collection<Long> couponIds) {
            return transaction.lockCoupons(couponIds);
        }

        @Override
        public Mono<Map<UUID, CouponIssueResult>> findDecided(Collection<UUID> eventIds) {
            return transaction.findDecided(eventIds).doOnNext(found -> batch.foundDecided(found.size()));
        }

        @Override
        public Mono<Set<Holding>> findHoldings(Collection<Holding> wanted) {
            return transaction.findHoldings(wanted);
        }

        @Override
        public Mono<Void> save(List<CouponIssueResult> results) {
            return Mono.defer(() -> {
                batch.decided(results);
                return transaction.save(results);
            });
        }
    }
}
