package coupon.api.coupon;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponState;
import coupon.core.store.CouponReader;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.QueryTimeoutException;
import reactor.core.publisher.Mono;

/**
 * The coupons as the database had them a moment ago. Reading it costs nothing; a database that is away leaves it as it
 * was last seen. Only the worker's decision counts, so being a moment late is harmless.
 *
 * <p>A refresh reads what changed in the last minute, and every half minute everything: so neither a deleted coupon nor
 * the change of a transaction that took longer to commit is missed for long, and what a refresh costs does not grow with
 * the coupons ever made.
 */
public final class CouponSnapshot {
    static final Duration CHANGED_WITHIN = Duration.ofMinutes(1);
    static final Duration FULL_READ_INTERVAL = Duration.ofSeconds(30);
    private static final Duration FIND_MAX = Duration.ofSeconds(3);
    private static final int UNKNOWN_MAX = 10_000;

    private final CouponReader reader;
    private final Clock clock;
    private final ConcurrentNavigableMap<Long, Coupon> coupons = new ConcurrentSkipListMap<>();
    /** Created or edited here since the current read began: it may not contain them. */
    private final Map<Long, Coupon> remembered = new HashMap<>();

    private volatile CompletableFuture<Void> nextRead = new CompletableFuture<>();
    private volatile Set<Long> unknown = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Instant readAt;
    private volatile @Nullable Instant allReadAt;

    public CouponSnapshot(CouponReader reader, Clock clock) {
        this.reader = reader;
        this.clock = clock;
    }

    /** Reads what changed. Must not be called concurrently. */
    public Mono<Void> refresh() {
        return Mono.defer(() -> {
            CompletableFuture<Void> waiting = nextRead;
            nextRead = new CompletableFuture<>();
            begin();
            Instant begun = clock.instant();
            boolean all = allReadAt == null || !begun.isBefore(allReadAt.plus(FULL_READ_INTERVAL));
            return (all ? reader.readAll() : reader.readChanged(CHANGED_WITHIN))
                    .doOnNext(read -> {
                        take(read, all);
                        readAt = clock.instant();
                        allReadAt = all ? begun : allReadAt;
                        waiting.complete(null);
                    })
                    .doOnError(waiting::completeExceptionally)
                    .then();
        });
    }

    /**
     * Empty if there is no such coupon. A coupon that is not known may have been made a moment ago: then the next refresh
     * is waited for, and no caller ever asks the database. Fails if there is none within seconds.
     */
    public Mono<Coupon> find(long couponId) {
        Coupon known = coupons.get(couponId);
        if (known != null) {
            return Mono.just(known);
        }
        return unknown.contains(couponId) ? Mono.empty() : findInNextRead(couponId);
    }

    private Mono<Coupon> findInNextRead(long couponId) {
        return nextRead().then(Mono.fromSupplier(() -> {
            Coupon found = coupons.get(couponId);
            if (found == null && unknown.size() < UNKNOWN_MAX) {
                unknown.add(couponId);
            }
            return found;
        }));
    }

    /** Completes when everything that is committed by now is in the snapshot. Fails if it is not within seconds. */
    public Mono<Void> nextRead() {
        return Mono.fromFuture(() -> nextRead, true)
                .timeout(FIND_MAX)
                .onErrorMap(failure -> new QueryTimeoutException("the coupons cannot be read now", failure));
    }

    /** Whether each success of the coupon has a code; false if the coupon is not known. */
    public boolean hasCodes(long couponId) {
        Coupon known = coupons.get(couponId);
        return known != null && known.codes() != null;
    }

    /** As {@code CouponState.PAUSED} says at this moment; false if the coupon is not known. */
    public boolean isPaused(long couponId) {
        Coupon known = coupons.get(couponId);
        return known != null && known.stateAt(clock.instant()) == CouponState.PAUSED;
    }

    /** In the order of their ids. */
    public List<Coupon> all() {
        return List.copyOf(coupons.values());
    }

    /** Takes up a coupon that was made or changed through this instance, so that its next caller sees it. */
    public synchronized void remember(Coupon coupon) {
        remembered.put(coupon.couponId(), coupon);
        coupons.put(coupon.couponId(), coupon);
    }

    /** How old the snapshot is; empty if there was none yet. */
    public Optional<Duration> age() {
        return Optional.ofNullable(readAt).map(read -> Duration.between(read, clock.instant()));
    }

    private synchronized void begin() {
        remembered.clear();
        unknown = ConcurrentHashMap.newKeySet();
    }

    private synchronized void take(List<Coupon> read, boolean all) {
        Map<Long, Coupon> current = new HashMap<>(remembered);
        read.forEach(coupon -> current.merge(
                coupon.couponId(),
                coupon,
                (edited, committed) -> edited.version() > committed.version() ? edited : committed));
        coupons.putAll(current);
        if (all) {
            coupons.keySet().retainAll(current.keySet());
        }
    }
}
