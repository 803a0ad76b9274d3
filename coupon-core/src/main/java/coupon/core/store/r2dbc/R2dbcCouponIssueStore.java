package coupon.core.store.r2dbc;

import static java.util.stream.Collectors.toSet;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueRequest;
import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.CouponIssueStatus;
import coupon.core.domain.Holding;
import coupon.core.store.CouponIssueStore;
import coupon.core.store.CouponIssueStore.DecidedBatch;
import coupon.core.store.CouponIssueStore.Known;
import coupon.core.store.StoreLockedException;
import coupon.core.store.r2dbc.Statements.Statement;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * One connection, one transaction, one batch, two round trips: lock and read; store and commit.
 *
 * <p>A large batch is decided without reading what is nearly always not there: stored events and holdings. The unique
 * keys find out: the first duplicate rolls the batch back, and it is decided again with everything read.
 *
 * <p>Every failure ends in an explicit ROLLBACK: a lock wait time-out undoes only its statement, and a COMMIT after it
 * would store half a batch. The server stops at the first statement that fails, so that a COMMIT behind it is not
 * reached. Nothing here has a time-out of its own, because cancelling a query leaves its connection in an unknown
 * state; the limits are the server's (see {@link StoreConnectionOptions}).
 */
public final class R2dbcCouponIssueStore implements CouponIssueStore {
    /** Below it, reading costs less than the risk of doing the batch twice. */
    static final int OPTIMISTIC_BATCH_MIN = 200;

    /** So many batches are read for after one that met a duplicate: redeliveries and replays come in rows. */
    private static final int CAREFUL_BATCHES = 50;

    private final ConnectionFactory connections;
    private final AtomicInteger carefulBatches = new AtomicInteger();
    private volatile boolean soldOut;

    /** Where the lock was not to be had at the last attempt: waiting for it again would keep the other coupons waiting. */
    private final Set<Long> locked = ConcurrentHashMap.newKeySet();

    public R2dbcCouponIssueStore(ConnectionFactory connections) {
        this.connections = connections;
    }

    @Override
    public Mono<DecidedBatch> decideAndStore(List<CouponIssueRequest> batch, Function<Known, DecidedBatch> rule) {
        if (batch.isEmpty()) {
            return Mono.fromSupplier(() -> rule.apply(new Known(Map.of(), Map.of(), Set.of())));
        }
        return Mono.defer(() -> isCareful(batch)
                        ? inTransaction(connection -> carefully(connection, batch, rule))
                        : inTransaction(connection -> optimistically(connection, batch, rule))
                                .onErrorResume(Refusals::isDuplicateKey, duplicate -> {
                                    carefulBatches.set(CAREFUL_BATCHES);
                                    return inTransaction(connection -> carefully(connection, batch, rule));
                                }))
                .doOnError(StoreLockedException.class, held -> locked.addAll(couponIds(batch)))
                .doOnSuccess(stored -> {
                    if (!locked.isEmpty()) {
                        locked.removeAll(couponIds(batch));
                    }
                });
    }

    private boolean isCareful(List<CouponIssueRequest> batch) {
        return batch.size() < OPTIMISTIC_BATCH_MIN || carefulBatches.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    }

    private Mono<DecidedBatch> carefully(
            Connection connection, List<CouponIssueRequest> batch, Function<Known, DecidedBatch> rule) {
        return BatchRead.begin(batch, locked)
                .decided(batch)
                .holdings(wishes(batch))
                .from(connection)
                .map(rule)
                .flatMap(decided -> commit(connection, decided));
    }

    /** A user who finds nothing left may already have the coupon: for those alone holdings are read. */
    private Mono<DecidedBatch> optimistically(
            Connection connection, List<CouponIssueRequest> batch, Function<Known, DecidedBatch> rule) {
        boolean holdingsRead = soldOut;
        BatchRead begin = BatchRead.begin(batch, locked).holdings(holdingsRead ? wishes(batch) : List.of());
        return begin.from(connection)
                .flatMap(known -> {
                    DecidedBatch decided = rule.apply(known);
                    boolean nothingLeft = decided.decidedNow().stream().anyMatch(R2dbcCouponIssueStore::isOutOfStock);
                    soldOut = nothingLeft;
                    return nothingLeft && !holdingsRead
                            ? begin.holdings(outOfStock(decided))
                                    .from(connection)
                                    .map(rule)
                            : Mono.just(decided);
                })
                .flatMap(decided -> commit(connection, decided));
    }

    /**
     * Stores what is new and commits, in one round trip.
     *
     * <p>No effect can be partial: an INSERT inserts all its rows or fails, and the UPDATE meets the rows that this
     * transaction has locked; a stock below 0 fails by constraint.
     */
    private static Mono<DecidedBatch> commit(Connection connection, DecidedBatch decided) {
        return Statements.execute(connection, CouponIssueSql.storeAndCommit(decided.decidedNow()))
                .thenReturn(decided);
    }

    private Mono<DecidedBatch> inTransaction(Function<Connection, Mono<DecidedBatch>> work) {
        return Mono.usingWhen(
                connections.create(),
                connection -> work.apply(connection).onErrorResume(failure -> rollback(connection, failure)),
                Connection::close);
    }

    private static <T> Mono<T> rollback(Connection connection, Throwable failure) {
        return Statements.execute(connection, List.of(Statements.of("ROLLBACK")))
                .onErrorResume(alsoFailed -> {
                    failure.addSuppressed(alsoFailed);
                    return Mono.empty();
                })
                .then(Mono.error(() -> Refusals.translate(failure)));
    }

    private static Set<Long> couponIds(List<CouponIssueRequest> batch) {
        return batch.stream().map(request -> request.event().couponId()).collect(toSet());
    }

    private static List<Holding> wishes(List<CouponIssueRequest> batch) {
        return batch.stream()
                .filter(CouponIssueRequest::valid)
                .map(CouponIssueRequest::wanted)
                .distinct()
                .toList();
    }

    private static List<Holding> outOfStock(DecidedBatch decided) {
        return decided.decidedNow().stream()
                .filter(R2dbcCouponIssueStore::isOutOfStock)
                .map(CouponIssueResult::holding)
                .distinct()
                .toList();
    }

    private static boolean isOutOfStock(CouponIssueResult result) {
        return result.outcome() == CouponIssueStatus.OUT_OF_STOCK;
    }

    /** Collects what is to be read about a batch, and what was read. */
    private static final class BatchRead {
        private final Map<Long, Coupon> coupons = new HashMap<>();
        private final Map<UUID, CouponIssueResult> decided = new HashMap<>();
        private final Set<Holding> holdings = new HashSet<>();
        private List<Statement> statements = new ArrayList<>();

        private BatchRead() {}

        /**
         * Begins the transaction with the locks of the coupons: what is read after them is the truth until it ends.
         *
         * @param knownLocked coupons that were locked by another transaction at the last attempt: a batch of them alone does
         *     not wait for it
         */
        static BatchRead begin(List<CouponIssueRequest> batch, Set<Long> knownLocked) {
            var read = new BatchRead();
            Set<Long> couponIds = new TreeSet<>();
            batch.forEach(request -> couponIds.add(request.event().couponId()));
            read.statements.add(Statements.of("BEGIN"));
            boolean wait = !knownLocked.containsAll(couponIds);
            read.statements.add(new Statement(CouponIssueSql.lockCoupons(couponIds, wait), row -> {
                Coupon coupon = Rows.coupon(row);
                read.coupons.put(coupon.couponId(), coupon);
            }));
            return read;
        }

        BatchRead decided(List<CouponIssueRequest> batch) {
            statements.add(new Statement(CouponIssueSql.findDecided(batch), row -> {
                CouponIssueResult result = Rows.result(row);
                decided.put(result.eventId(), result);
            }));
            return this;
        }

        BatchRead holdings(Collection<Holding> wanted) {
            if (!wanted.isEmpty()) {
                statements.add(
                        new Statement(CouponIssueSql.findHoldings(wanted), row -> holdings.add(Rows.holding(row))));
            }
            return this;
        }

        /** Executes the statements so far; further ones belong to the same transaction. */
        Mono<Known> from(Connection connection) {
            List<Statement> next = statements;
            statements = new ArrayList<>();
            return Statements.execute(connection, next)
                    .then(Mono.fromSupplier(() -> new Known(coupons, decided, holdings)));
        }
    }
}
