package coupon.verification.simulation;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueRequest;
import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.Holding;
import coupon.core.store.CouponIssueStore.Known;
import coupon.core.store.StoreRejectedException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/** A transaction of {@link SimulatedStore}, each of its statements a step of its own. */
final class SimulatedTransaction {
    /** The database refuses to give this user a coupon: data of which no attempt will be stored. */
    static final long REFUSED_USER = 666;

    final Map<UUID, CouponIssueResult> inserted = new HashMap<>();
    final Set<Holding> issued = new HashSet<>();
    final Map<Long, Long> taken = new TreeMap<>();
    private final SimulatedStore store;
    private final Steps steps;
    private boolean over;

    SimulatedTransaction(SimulatedStore store, Steps steps) {
        this.store = store;
        this.steps = steps;
    }

    Mono<Known> read(List<CouponIssueRequest> batch) {
        Set<Long> couponIds = new TreeSet<>();
        Set<UUID> eventIds = new HashSet<>();
        Set<Holding> wanted = new HashSet<>();
        for (CouponIssueRequest request : batch) {
            couponIds.add(request.event().couponId());
            eventIds.add(request.event().eventId());
            if (request.valid()) {
                wanted.add(request.wanted());
            }
        }
        return lockCoupons(couponIds)
                .flatMap(coupons -> findDecided(eventIds)
                        .flatMap(decided ->
                                findHoldings(wanted).map(holdings -> new Known(coupons, decided, holdings))));
    }

    private Mono<Map<Long, Coupon>> lockCoupons(Collection<Long> couponIds) {
        return statement(
                "lock coupons " + couponIds, store.couponsToLock(couponIds), () -> having(store.coupons, couponIds));
    }

    private Mono<Map<UUID, CouponIssueResult>> findDecided(Collection<UUID> eventIds) {
        return statement("find decided", List.of(), () -> having(store.stored, eventIds));
    }

    private Mono<Set<Holding>> findHoldings(Collection<Holding> wanted) {
        return statement("find holdings", List.of(), () -> {
            Set<Holding> found = new HashSet<>(wanted);
            found.retainAll(store.holdings);
            return found;
        });
    }

    Mono<Void> save(List<CouponIssueResult> results) {
        List<UUID> eventIds = results.stream().map(CouponIssueResult::eventId).toList();
        List<CouponIssueResult> successes =
                results.stream().filter(CouponIssueResult::isSuccess).toList();
        List<Holding> wins = successes.stream().map(CouponIssueResult::holding).toList();
        Map<Long, Long> wanted =
                successes.stream().collect(groupingBy(CouponIssueResult::couponId, TreeMap::new, counting()));
        Mono<Boolean> outcomes = statement("insert " + results.size() + " outcomes", eventIds, () -> insert(results));
        Mono<Boolean> coupons = statement("insert " + wins.size() + " holdings", wins, () -> issue(wins));
        Mono<Boolean> stock = statement("take from stock " + wanted, wanted.keySet(), () -> take(wanted));
        return results.isEmpty()
                ? Mono.empty()
                : wins.isEmpty()
                        ? outcomes.then()
                        : outcomes.then(coupons).then(stock).then();
    }

    void commit() {
        ensureConnected();
        if (store.random.strikes(Fault.COMMIT_FAILS)) {
            throw new OutageException("the commit failed");
        }
        over = true;
        store.commit(this);
        if (store.random.strikes(Fault.COMMIT_ACKNOWLEDGEMENT_LOST)) {
            throw new OutageException("the commit was not acknowledged");
        }
    }

    void abort() {
        if (!over) {
            over = true;
            store.abort(this);
        }
    }

    private boolean insert(List<CouponIssueResult> results) {
        for (CouponIssueResult result : results) {
            if (result.isSuccess() && result.userId() == REFUSED_USER) {
                throw new StoreRejectedException("refused", new OutageException("no such user"));
            }
            if (store.stored.containsKey(result.eventId()) || inserted.put(result.eventId(), result) != null) {
                throw new OutageException("duplicate event " + result.eventId());
            }
        }
        return true;
    }

    private boolean issue(List<Holding> wins) {
        for (Holding win : wins) {
            if (store.holdings.contains(win) || !issued.add(win)) {
                throw new OutageException("duplicate " + win);
            }
        }
        return true;
    }

    private boolean take(Map<Long, Long> quantities) {
        quantities.forEach((couponId, quantity) -> {
            Coupon coupon = store.coupons.get(couponId);
            if (coupon == null || coupon.stock() < quantity) {
                String below = "not enough in stock of coupon " + couponId;
                throw new StoreRejectedException(below, new IllegalStateException(below));
            }
            taken.put(couponId, quantity);
        });
        return true;
    }

    private <T> Mono<T> statement(String name, Collection<?> locks, Supplier<T> action) {
        return steps.step(name, () -> over || store.acquire(this, locks), () -> {
            ensureConnected();
            if (store.random.strikes(Fault.STATEMENT_FAILS)) {
                throw new OutageException(name + " failed");
            }
            return action.get();
        });
    }

    private void ensureConnected() {
        if (over) {
            throw new OutageException("the server has ended the session");
        }
    }

    private static <K, V> Map<K, V> having(Map<K, V> all, Collection<K> keys) {
        Map<K, V> found = new HashMap<>(all);
        found.keySet().retainAll(keys);
        return found;
    }
}
