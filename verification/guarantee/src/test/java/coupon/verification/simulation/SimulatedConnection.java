package coupon.verification.simulation;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueRequest;
import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.Holding;
import coupon.core.store.CouponIssueStore;
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
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** One worker's connection to the {@link SimulatedStore}: one transaction at a time, each of its statements a step of its own. */
final class SimulatedConnection implements CouponIssueStore {
    /** The database refuses to give this user a coupon: data of which no attempt will be stored. */
    static final long REFUSED_USER = 666;

    final Map<UUID, CouponIssueResult> inserted = new HashMap<>();
    final Set<Holding> issued = new HashSet<>();
    final Map<Long, Long> taken = new TreeMap<>();
    private final World world;
    private final SimulatedStore store;
    private final Lane lane;
    private Function<List<CouponIssueResult>, Mono<Void>> beforeCommit = decided -> Mono.empty();
    private boolean over = true;

    SimulatedConnection(World world, Lane lane) {
        this.world = world;
        this.store = world.store;
        this.lane = lane;
    }

    /** For a variant that does something between storing and the commit. */
    void beforeCommit(Function<List<CouponIssueResult>, Mono<Void>> beforeCommit) {
        this.beforeCommit = beforeCommit;
    }

    @Override
    public Mono<List<CouponIssueResult>> decideAndStore(
            List<CouponIssueRequest> batch, boolean wait, Function<Known, List<CouponIssueResult>> rule) {
        return Mono.defer(() -> {
            begin();
            return read(batch)
                    .map(rule)
                    .flatMap(decided -> save(decided)
                            .then(Mono.defer(() -> beforeCommit.apply(decided)))
                            .then(lane.step("commit", this::commit))
                            .thenReturn(decided))
                    .doOnError(failure -> end());
        });
    }

    /** The server ends what runs, as for a client that is gone; the client learns it with its next statement. */
    void end() {
        if (!over) {
            over = true;
            store.abort(this);
        }
    }

    private void begin() {
        inserted.clear();
        issued.clear();
        taken.clear();
        over = false;
    }

    private Mono<Known> read(List<CouponIssueRequest> batch) {
        Set<Long> couponIds = batch.stream().map(it -> it.event().couponId()).collect(toCollection(TreeSet::new));
        Set<UUID> eventIds = batch.stream().map(it -> it.event().eventId()).collect(toSet());
        Set<Holding> wanted = batch.stream()
                .filter(CouponIssueRequest::valid)
                .map(CouponIssueRequest::wanted)
                .collect(toCollection(HashSet::new));
        Mono<Map<Long, Coupon>> lockCoupons = statement(
                "lock coupons " + couponIds,
                store.couponsToLock(couponIds),
                Mono.fromSupplier(() -> having(store.coupons, couponIds)));
        Mono<Map<UUID, CouponIssueResult>> findDecided =
                statement("find decided", List.of(), Mono.fromSupplier(() -> having(store.stored, eventIds)));
        Mono<Void> findHoldings = execute("find holdings", List.of(), () -> wanted.retainAll(store.holdings));
        return lockCoupons.flatMap(coupons -> findDecided.flatMap(
                decided -> findHoldings.then(Mono.fromSupplier(() -> new Known(coupons, decided, wanted)))));
    }

    private Mono<Void> save(List<CouponIssueResult> results) {
        List<UUID> eventIds = results.stream().map(CouponIssueResult::eventId).toList();
        List<Holding> wins = results.stream()
                .filter(CouponIssueResult::isSuccess)
                .map(CouponIssueResult::holding)
                .toList();
        Map<Long, Long> wanted = wins.stream().collect(groupingBy(Holding::couponId, TreeMap::new, counting()));
        Mono<Void> outcomes = execute("insert " + results.size() + " outcomes", eventIds, () -> insert(results));
        Mono<Void> holdings = execute("insert " + wins.size() + " holdings", wins, () -> issue(wins));
        Mono<Void> stock = execute("take from stock " + wanted, wanted.keySet(), () -> take(wanted));
        if (results.isEmpty()) {
            return Mono.empty();
        }
        return wins.isEmpty() ? outcomes : outcomes.then(holdings).then(stock);
    }

    private void insert(List<CouponIssueResult> results) {
        for (CouponIssueResult result : results) {
            if (result.isSuccess() && result.userId() == REFUSED_USER) {
                throw new StoreRejectedException("refused", new OutageException("no such user"));
            }
            if (store.stored.containsKey(result.eventId()) || inserted.put(result.eventId(), result) != null) {
                throw new OutageException("duplicate event " + result.eventId());
            }
        }
    }

    private void issue(List<Holding> wins) {
        for (Holding win : wins) {
            if (store.holdings.contains(win) || !issued.add(win)) {
                throw new OutageException("duplicate " + win);
            }
        }
    }

    private void take(Map<Long, Long> quantities) {
        quantities.forEach((couponId, quantity) -> {
            Coupon coupon = store.coupons.get(couponId);
            if (coupon == null || coupon.stock() < quantity) {
                String below = "not enough in stock of coupon " + couponId;
                throw new StoreRejectedException(below, new IllegalStateException(below));
            }
            taken.put(couponId, quantity);
        });
    }

    private void commit() {
        ensureConnected();
        if (world.random.strikes(Fault.COMMIT_FAILS)) {
            throw new OutageException("the commit failed");
        }
        over = true;
        store.commit(this);
        if (world.random.strikes(Fault.COMMIT_ACKNOWLEDGEMENT_LOST)) {
            throw new OutageException("the commit was not acknowledged");
        }
    }

    private Mono<Void> execute(String name, Collection<?> locks, Runnable action) {
        return statement(name, locks, Mono.fromRunnable(action));
    }

    private <T> Mono<T> statement(String name, Collection<?> locks, Mono<T> action) {
        Runnable sent = () -> {
            ensureConnected();
            if (world.random.strikes(Fault.STATEMENT_FAILS)) {
                throw new OutageException(name + " failed");
            }
        };
        return lane.step(
                name,
                () -> over || store.acquire(this, locks),
                Mono.fromRunnable(sent).then(action));
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
