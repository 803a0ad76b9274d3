package coupon.core.store.r2dbc;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.Holding;
import coupon.core.store.CouponIssueTransaction;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Readable;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

final class R2dbcCouponIssueTransaction implements CouponIssueTransaction {
    private final Connection connection;

    R2dbcCouponIssueTransaction(Connection connection) {
        this.connection = connection;
    }

    @Override
    public Mono<Map<Long, Coupon>> lockCoupons(Collection<Long> couponIds) {
        if (couponIds.isEmpty()) {
            return Mono.just(Map.of());
        }
        return query(CouponIssueSql.lockCoupons(couponIds), Rows::coupon)
                .collectMap(Coupon::couponId, identity(), HashMap::new);
    }

    @Override
    public Mono<Map<UUID, CouponIssueResult>> findDecided(Collection<UUID> eventIds) {
        if (eventIds.isEmpty()) {
            return Mono.just(Map.of());
        }
        return query(CouponIssueSql.findDecided(eventIds), Rows::result)
                .collectMap(CouponIssueResult::eventId, identity(), HashMap::new);
    }

    @Override
    public Mono<Set<Holding>> findHoldings(Collection<Holding> wanted) {
        if (wanted.isEmpty()) {
            return Mono.just(Set.of());
        }
        return query(CouponIssueSql.findHoldings(wanted), Rows::holding).collect(HashSet::new, Set::add);
    }

    @Override
    public Mono<Void> save(List<CouponIssueResult> results) {
        if (results.isEmpty()) {
            return Mono.empty();
        }
        List<CouponIssueResult> successes =
                results.stream().filter(CouponIssueResult::isSuccess).toList();
        return update(CouponIssueSql.insertResults(results), results.size())
                .then(Mono.defer(() -> successes.isEmpty() ? Mono.empty() : issue(successes)));
    }

    private Mono<Void> issue(List<CouponIssueResult> successes) {
        Map<Long, Long> quantityByCoupon =
                successes.stream().collect(groupingBy(CouponIssueResult::couponId, TreeMap::new, counting()));
        return update(CouponIssueSql.insertHoldings(successes), successes.size())
                .then(update(CouponIssueSql.takeFromStock(quantityByCoupon), quantityByCoupon.size()));
    }

    private <T> Flux<T> query(String sql, Function<Readable, T> row) {
        return Flux.from(connection.createStatement(sql).execute()).concatMap(result -> result.map(row));
    }

    private Mono<Void> update(String sql, long expectedRows) {
        return Flux.from(connection.createStatement(sql).execute())
                .concatMap(result -> result.getRowsUpdated())
                .reduce(0L, Long::sum)
                .filter(rows -> rows == expectedRows)
                // Under the coupons' locks this cannot happen: whoever sees it has found a defect, not an outage.
                .switchIfEmpty(Mono.error(() -> new IllegalStateException(
                        "a statement of the batch did not change " + expectedRows + " rows: " + start(sql))))
                .then();
    }

    private static String start(String sql) {
        return sql.substring(0, Math.min(60, sql.length()));
    }
}
