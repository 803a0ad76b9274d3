package coupon.core.store.r2dbc;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueRequest;
import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.CouponIssueStatus;
import coupon.core.domain.Holding;
import coupon.core.store.CouponIssueStore;
import coupon.core.store.CouponIssueStore.Known;
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
 * state; the limits are the server's (see {@link StoreConfiguration}).
 */
public final class R2dbcCouponIssueStore implements CouponIssueStore {
    /** Below it, reading costs less than the risk of doing the batch twice. */
    static final int OPTIMISTIC_BATCH_MIN = 200;

    /** So many batches are read for after one that met a duplicate: redeliveries and replays come in rows. */
    private static final int CAREFUL_BATCHES = 50;

    private final ConnectionFactory connections;
    private final AtomicInteger carefulBatches = new AtomicInteger();
    private volatile boolean soldOut;

    public R2dbcCouponIssueStore(ConnectionFactory connections) {
        this.connections = connections;
    }

    @Override
    public Mono<List<CouponIssueResult>> decideAndStore(
            List<CouponIssueRequest> batch, boolean wait, Function<Known, List<CouponIssueResult>> rule) {
        if (batch.isEmpty()) {
            return Mono.fromSupplier(() -> rule.apply(new Known(Map.of(), Map.of(), Set.of())));
        }
        return Mono.defer(() -> isCareful(batch)
                ? inTransaction(batch, wait, read -> carefully(read, rule))
                : inTransaction(batch, wait, read -> optimistically(read, rule))
                        .onErrorResume(Refusals::isDuplicateKey, duplicate -> {
                            carefulBatches.set(CAREFUL_BATCHES);
                            return inTransaction(batch, wait, read -> carefully(read, rule));
                        }));
    }

    private boolean isCareful(List<CouponIssueRequest> batch) {
        return batch.size() < OPTIMISTIC_BATCH_MIN || carefulBatches.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    }

    private static Mono<List<CouponIssueResult>> carefully(
            BatchRead read, Function<Known, List<CouponIssueResult>> rule) {
        return read.decided().holdings(read.wishes()).execute().map(rule);
    }

    /** A user who finds nothing left may already have the coupon: for those alone holdings are read. */
    private Mono<List<CouponIssueResult>> optimistically(
            BatchRead read, Function<Known, List<CouponIssueResult>> rule) {
        boolean holdingsRead = soldOut;
        return read.holdings(holdingsRead ? read.wishes() : List.of()).execute().flatMap(known -> {
            List<CouponIssueResult> results = rule.apply(known);
            boolean nothingLeft = results.stream().anyMatch(R2dbcCouponIssueStore::isOutOfStock);
            soldOut = nothingLeft;
            return nothingLeft && !holdingsRead
                    ? read.holdings(outOfStock(results)).execute().map(rule)
                    : Mono.just(results);
        });
    }

    private Mono<List<CouponIssueResult>> inTransaction(
            List<CouponIssueRequest> batch, boolean wait, Function<BatchRead, Mono<List<CouponIssueResult>>> decide) {
        return Mono.usingWhen(
                connections.create(),
                connection -> decide.apply(new BatchRead(connection, batch, wait))
                        .flatMap(results -> commit(connection, results))
                        .onErrorResume(failure -> rollback(connection, failure)),
                Connection::close);
    }

    /**
     * Stores what is new and commits, in one round trip.
     *
     * <p>No effect can be partial: an INSERT inserts all its rows or fails, and the UPDATE meets the rows that this
     * transaction has locked; a stock below 0 fails by constraint.
     */
    private static Mono<List<CouponIssueResult>> commit(Connection connection, List<CouponIssueResult> results) {
        return Statement.execute(connection, CouponIssueSql.storeAndCommit(results))
                .thenReturn(results);
    }

    private static <T> Mono<T> rollback(Connection connection, Throwable failure) {
        return Statement.execute(connection, List.of(new Statement("ROLLBACK")))
                .onErrorResume(alsoFailed -> {
                    failure.addSuppressed(alsoFailed);
                    return Mono.empty();
                })
                .then(Mono.error(() -> Refusals.translate(failure)));
    }

    private static List<Holding> outOfStock(List<CouponIssueResult> results) {
        return results.stream()
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
        private final Connection connection;
        private final List<CouponIssueRequest> batch;
        private final Known known = new Known(new HashMap<>(), new HashMap<>(), new HashSet<>());
        private List<Statement> statements = new ArrayList<>();

        /** Begins the transaction with the locks of the coupons: what is read after them is the truth until it ends. */
        BatchRead(Connection connection, List<CouponIssueRequest> batch, boolean wait) {
            this.connection = connection;
            this.batch = batch;
            Set<Long> couponIds = new TreeSet<>();
            batch.forEach(request -> couponIds.add(request.event().couponId()));
            statements.add(new Statement("BEGIN"));
            statements.add(new Statement(CouponIssueSql.lockCoupons(couponIds, wait), row -> {
                Coupon coupon = Rows.coupon(row);
                known.coupons().put(coupon.couponId(), coupon);
            }));
        }

        BatchRead decided() {
            statements.add(new Statement(CouponIssueSql.findDecided(batch), row -> {
                CouponIssueResult result = Rows.result(row);
                known.decided().put(result.eventId(), result);
            }));
            return this;
        }

        BatchRead holdings(Collection<Holding> wanted) {
            if (!wanted.isEmpty()) {
                statements.add(new Statement(
                        CouponIssueSql.findHoldings(wanted),
                        row -> known.holdings().add(Rows.holding(row))));
            }
            return this;
        }

        List<Holding> wishes() {
            return batch.stream()
                    .filter(CouponIssueRequest::valid)
                    .map(CouponIssueRequest::wanted)
                    .distinct()
                    .toList();
        }

        /** Executes the statements so far; further ones belong to the same transaction. */
        Mono<Known> execute() {
            List<Statement> next = statements;
            statements = new ArrayList<>();
            return Statement.execute(connection, next).thenReturn(known);
        }
    }
}
