package coupon.core.processor;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueDecision;
import coupon.core.domain.CouponIssueRequest;
import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.CouponIssueStatus;
import coupon.core.domain.Holding;
import coupon.core.store.CouponIssueStore;
import coupon.core.store.CouponIssueTransaction;
import coupon.core.store.StoreRejectedException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Decides requests and stores what was decided, a batch in one transaction.
 *
 * <p>May be called with the same requests as often as one likes: a request that has its outcome keeps it. A returned
 * result is durable. A failure other than a refusal of the data means that nothing is known to be stored, and that the
 * call is to be repeated.
 */
public final class CouponIssueProcessor {
    private final CouponIssueStore store;
    private final Clock clock;

    public CouponIssueProcessor(CouponIssueStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * Decides a batch.
     *
     * @param batch requests in the order of the line, redelivered ones and repeated event ids among them
     * @return one result per request, in the order of the batch. A request whose event id was decided before, be it
     *     in this batch, has the stored result, whatever its own body says
     */
    public Mono<List<CouponIssueResult>> processBatch(List<CouponIssueRequest> batch) {
        return decideAndStore(batch, CouponIssueDecision::decide)
                .onErrorResume(StoreRejectedException.class, refused -> processOneByOne(batch));
    }

    /** Decides one request; {@link CouponIssueStatus#SYSTEM_ERROR} if the database refuses whatever comes of it. */
    public Mono<CouponIssueResult> processRequest(CouponIssueRequest request) {
        List<CouponIssueRequest> alone = List.of(request);
        return decideAndStore(alone, CouponIssueDecision::decide)
                .onErrorResume(
                        StoreRejectedException.class,
                        refused -> decideAndStore(
                                alone,
                                (batch, coupons, holdings, decidedAt) -> batch.stream()
                                        .map(each -> CouponIssueResult.of(
                                                each, CouponIssueStatus.SYSTEM_ERROR, decidedAt))
                                        .toList()))
                .map(results -> results.get(0));
    }

    private Mono<List<CouponIssueResult>> processOneByOne(List<CouponIssueRequest> batch) {
        return Flux.fromIterable(batch).concatMap(this::processRequest).collectList();
    }

    private Mono<List<CouponIssueResult>> decideAndStore(List<CouponIssueRequest> batch, Rule rule) {
        return store.inTransaction(transaction -> transaction
                .lockCoupons(couponIds(batch))
                .flatMap(coupons -> transaction
                        .findDecided(eventIds(batch))
                        .flatMap(ledger -> decideTheRest(transaction, batch, coupons, ledger, rule))));
    }

    private Mono<List<CouponIssueResult>> decideTheRest(
            CouponIssueTransaction transaction,
            List<CouponIssueRequest> batch,
            Map<Long, Coupon> coupons,
            Map<UUID, CouponIssueResult> ledger,
            Rule rule) {
        List<CouponIssueRequest> undecided = firstOfEachUndecided(batch, ledger);
        return transaction.findHoldings(wanted(undecided)).flatMap(holdings -> {
            List<CouponIssueResult> decided = rule.decide(
                    undecided, coupons, holdings, clock.instant().truncatedTo(ChronoUnit.MICROS));
            return transaction.save(decided).thenReturn(answers(batch, ledger, decided));
        });
    }

    private static List<CouponIssueRequest> firstOfEachUndecided(
            List<CouponIssueRequest> batch, Map<UUID, CouponIssueResult> ledger) {
        Set<UUID> seen = new HashSet<>(ledger.keySet());
        return batch.stream()
                .filter(request -> seen.add(request.event().eventId()))
                .toList();
    }

    private static List<CouponIssueResult> answers(
            List<CouponIssueRequest> batch, Map<UUID, CouponIssueResult> ledger, List<CouponIssueResult> decided) {
        Map<UUID, CouponIssueResult> byEventId = new HashMap<>(ledger);
        decided.forEach(result -> byEventId.put(result.eventId(), result));
        return batch.stream()
                .map(request -> byEventId.get(request.event().eventId()))
                .toList();
    }

    /** Sorted, so that two deciders never wait for each other in a circle. */
    private static Set<Long> couponIds(List<CouponIssueRequest> batch) {
        return batch.stream().map(request -> request.event().couponId()).collect(toCollection(TreeSet::new));
    }

    private static Set<UUID> eventIds(List<CouponIssueRequest> batch) {
        return batch.stream().map(request -> request.event().eventId()).collect(toSet());
    }

    private static Set<Holding> wanted(List<CouponIssueRequest> batch) {
        return batch.stream()
                .filter(CouponIssueRequest::valid)
                .map(CouponIssueRequest::wanted)
                .collect(toSet());
    }

    @FunctionalInterface
    private interface Rule {
        List<CouponIssueResult> decide(
                List<CouponIssueRequest> batch, Map<Long, Coupon> coupons, Set<Holding> holdings, Instant decidedAt);
    }
}
