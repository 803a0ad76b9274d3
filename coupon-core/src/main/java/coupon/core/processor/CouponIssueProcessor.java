package coupon.core.processor;

import static java.util.stream.Collectors.toSet;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueDecision;
import coupon.core.domain.CouponIssueRequest;
import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.CouponIssueStatus;
import coupon.core.domain.Holding;
import coupon.core.store.CouponIssueStore;
import coupon.core.store.CouponIssueStore.Known;
import coupon.core.store.StoreLockedException;
import coupon.core.store.StoreRejectedException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Decides requests and stores what was decided, a batch in one transaction.
 *
 * <p>May be called with the same requests any number of times: a request that has its outcome keeps it. A returned
 * result is durable. A failure other than a refusal of the data means that nothing is known to be stored, and that the
 * call is to be repeated.
 */
public final class CouponIssueProcessor {
    private final CouponIssueStore store;
    private final Clock clock;
    private final BatchListener listener;

    /** Coupons whose lock another transaction held at the last attempt: the next does not wait for it again. */
    private final Set<Long> locked = ConcurrentHashMap.newKeySet();

    public CouponIssueProcessor(CouponIssueStore store, Clock clock) {
        this(store, clock, (decidedNow, redelivered, deciding, storing) -> {});
    }

    public CouponIssueProcessor(CouponIssueStore store, Clock clock, BatchListener listener) {
        this.store = store;
        this.clock = clock;
        this.listener = listener;
    }

    /** Decides one request, see {@link #processBatch}. */
    public Mono<CouponIssueResult> processRequest(CouponIssueRequest request) {
        return processBatch(List.of(request)).map(results -> results.get(0));
    }

    /**
     * Decides a batch.
     *
     * <p>A request whose data the database refuses whatever comes of it is a {@link CouponIssueStatus#SYSTEM_ERROR} and
     * costs only itself; it is found by bisection, in about {@code 2 log2(n)} transactions.
     *
     * @param batch requests in the order of the queue, redelivered ones and repeated event ids among them
     * @return one result per request, in the order of the batch. A request whose event id was decided before, be it
     *     in this batch, has the stored result, whatever its own body says. Fails with {@link CouponsLockedException}
     *     if all but the requests of some coupons could be decided
     */
    public Mono<List<CouponIssueResult>> processBatch(List<CouponIssueRequest> batch) {
        return Mono.defer(() -> {
            List<List<CouponIssueRequest>> parts = partsByLock(batch);
            return parts.size() > 1 ? processParts(batch, parts) : processWhole(batch);
        });
    }

    private Mono<List<CouponIssueResult>> processWhole(List<CouponIssueRequest> batch) {
        return decideAndStore(batch, CouponIssueDecision::decide)
                .onErrorResume(StoreRejectedException.class, refused -> processHalves(batch))
                .onErrorResume(StoreLockedException.class, held -> {
                    locked.addAll(couponIds(batch));
                    List<List<CouponIssueRequest>> parts = partsByLock(batch);
                    return parts.size() > 1
                            ? processParts(batch, parts)
                            : Mono.error(new CouponsLockedException(couponIds(batch), List.of(), held));
                })
                .doOnNext(done -> {
                    if (!locked.isEmpty()) {
                        locked.removeAll(couponIds(batch));
                    }
                });
    }

    private Mono<List<CouponIssueResult>> processHalves(List<CouponIssueRequest> batch) {
        if (batch.size() == 1) {
            return decideAndStore(batch, CouponIssueProcessor::systemError);
        }
        int half = batch.size() / 2;
        return Flux.just(batch.subList(0, half), batch.subList(half, batch.size()))
                .concatMap(this::processWhole)
                .collect(ArrayList::new, List::addAll);
    }

    /**
     * The batch in parts that are decided one after the other: all coupons that are not known to be locked together
     * first, then each of the others alone. The order within a coupon stays.
     */
    private List<List<CouponIssueRequest>> partsByLock(List<CouponIssueRequest> batch) {
        if (locked.isEmpty()) {
            return List.of(batch);
        }
        List<CouponIssueRequest> free = new ArrayList<>();
        Map<Long, List<CouponIssueRequest>> held = new TreeMap<>();
        Map<UUID, List<CouponIssueRequest>> partOfEvent = new HashMap<>();
        for (CouponIssueRequest request : batch) {
            long couponId = request.event().couponId();
            // A repeated event id stays behind its first request, whatever coupon it names.
            partOfEvent
                    .computeIfAbsent(
                            request.event().eventId(),
                            id -> locked.contains(couponId)
                                    ? held.computeIfAbsent(couponId, coupon -> new ArrayList<>())
                                    : free)
                    .add(request);
        }
        List<List<CouponIssueRequest>> parts = new ArrayList<>();
        if (!free.isEmpty()) {
            parts.add(free);
        }
        parts.addAll(held.values());
        return parts;
    }

    private Mono<List<CouponIssueResult>> processParts(
            List<CouponIssueRequest> batch, List<List<CouponIssueRequest>> parts) {
        Set<Long> stillLocked = new TreeSet<>();
        return Flux.fromIterable(parts)
                .concatMap(part -> processWhole(part).onErrorResume(CouponsLockedException.class, held -> {
                    stillLocked.addAll(couponIds(part));
                    return Mono.just(held.decided());
                }))
                .collect(ArrayList<CouponIssueResult>::new, List::addAll)
                .flatMap(results -> stillLocked.isEmpty()
                        ? Mono.just(inOrder(batch, results))
                        : Mono.error(new CouponsLockedException(stillLocked, results, null)));
    }

    private Mono<List<CouponIssueResult>> decideAndStore(List<CouponIssueRequest> batch, Rule rule) {
        return Mono.defer(() -> {
            var attempt = new Attempt(batch, rule);
            boolean wait = locked.isEmpty() || !locked.containsAll(couponIds(batch));
            return store.decideAndStore(batch, wait, attempt::decide).map(attempt::committed);
        });
    }

    private static List<CouponIssueResult> systemError(
            List<CouponIssueRequest> batch, Map<Long, Coupon> coupons, Set<Holding> holdings, Instant decidedAt) {
        return batch.stream()
                .map(request -> CouponIssueResult.of(request, CouponIssueStatus.SYSTEM_ERROR, decidedAt))
                .toList();
    }

    private static List<CouponIssueResult> inOrder(List<CouponIssueRequest> batch, List<CouponIssueResult> results) {
        Map<UUID, CouponIssueResult> byEventId = new HashMap<>();
        results.forEach(result -> byEventId.put(result.eventId(), result));
        return batch.stream()
                .map(request -> byEventId.get(request.event().eventId()))
                .toList();
    }

    private static Set<Long> couponIds(List<CouponIssueRequest> batch) {
        return batch.stream().map(request -> request.event().couponId()).collect(toSet());
    }

    /** How undecided requests get their results. */
    @FunctionalInterface
    private interface Rule {
        List<CouponIssueResult> decide(
                List<CouponIssueRequest> undecided,
                Map<Long, Coupon> coupons,
                Set<Holding> holdings,
                Instant decidedAt);
    }

    /** One transaction of a batch, and the time it takes. */
    private final class Attempt {
        private final List<CouponIssueRequest> batch;
        private final Rule rule;
        private final long begunNanos = System.nanoTime();
        private long decidedNanos = begunNanos;
        private Map<UUID, CouponIssueResult> decidedBefore = Map.of();

        Attempt(List<CouponIssueRequest> batch, Rule rule) {
            this.batch = batch;
            this.rule = rule;
        }

        List<CouponIssueResult> decide(Known known) {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            decidedBefore = known.decided();
            List<CouponIssueResult> decided =
                    rule.decide(firstOfEachUndecided(), known.coupons(), known.holdings(), now);
            decidedNanos = System.nanoTime();
            return decided;
        }

        List<CouponIssueResult> committed(List<CouponIssueResult> decidedNow) {
            listener.committed(
                    decidedNow,
                    decidedBefore.size(),
                    Duration.ofNanos(decidedNanos - begunNanos),
                    Duration.ofNanos(System.nanoTime() - decidedNanos));
            if (decidedNow.size() == batch.size()) {
                return decidedNow;
            }
            List<CouponIssueResult> all = new ArrayList<>(decidedBefore.values());
            all.addAll(decidedNow);
            return inOrder(batch, all);
        }

        private List<CouponIssueRequest> firstOfEachUndecided() {
            Set<UUID> seen = new HashSet<>(decidedBefore.keySet());
            return batch.stream()
                    .filter(request -> seen.add(request.event().eventId()))
                    .toList();
        }
    }

    /** Follows what the processor commits. Called on the driver's threads: it must not block. */
    @FunctionalInterface
    public interface BatchListener {
        /**
         * A batch was committed.
         *
         * @param decidedNow the requests that got their outcome now
         * @param redelivered how many had their outcome before
         * @param deciding locking, reading and the rule
         * @param storing from the rule to the commit
         */
        void committed(List<CouponIssueResult> decidedNow, int redelivered, Duration deciding, Duration storing);
    }
}
