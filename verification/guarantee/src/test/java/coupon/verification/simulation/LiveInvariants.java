package coupon.verification.simulation;

import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.CouponIssueStatus;
import coupon.core.domain.Holding;
import coupon.core.queue.wire.DecodedRecord.Decodable;
import coupon.verification.guarantee.CouponEdit;
import coupon.verification.simulation.SimulatedLog.Entry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * What must be true after every step, checked at the moment anything changes and at the cost of the change: stock (G1),
 * one per user (G2), rows that stay (G5), results that are stored (G6), acknowledged means decided and published.
 */
final class LiveInvariants {
    private final Map<Long, Long> stock = new HashMap<>();
    private final Map<UUID, CouponIssueResult> stored = new HashMap<>();
    private final Set<Holding> winners = new HashSet<>();
    private final Set<UUID> published = new HashSet<>();
    private final Map<Integer, Long> checkedUpTo = new HashMap<>();
    private final List<String> violations = new ArrayList<>();
    private final World world;
    private final boolean watching;

    /** @param watching false to leave everything to the audit at the end, as where the inside cannot be observed */
    LiveInvariants(World world, boolean watching) {
        this.world = world;
        this.watching = watching;
        world.store.coupons.values().forEach(coupon -> stock.put(coupon.couponId(), coupon.stock()));
        winners.addAll(world.store.holdings);
    }

    List<String> violations() {
        return violations;
    }

    void violated(String what) {
        violations.add(what);
        world.say(() -> "VIOLATED: " + what);
    }

    void edited(CouponEdit edit) {
        if (edit instanceof CouponEdit.StockSet set) {
            stock.put(set.couponId(), set.stock());
        } else if (edit instanceof CouponEdit.StockAdded added) {
            stock.merge(added.couponId(), added.quantity(), Long::sum);
        } else if (edit instanceof CouponEdit.HoldingsDeleted deleted) {
            winners.removeIf(
                    holding -> holding.couponId() == deleted.couponId() && !world.store.holdings.contains(holding));
        }
    }

    void committed(Collection<CouponIssueResult> rows) {
        SimulatedStore store = world.store;
        for (CouponIssueResult row : rows) {
            ensure(stored.put(row.eventId(), row) == null, "G5 decided a second time: ", row);
            if (row.isSuccess()) {
                ensure(winners.add(row.holding()), "G2 won a second time: ", row);
                ensure(store.holdings.contains(row.holding()), "G6 won and has no coupon: ", row);
                long left = stock.merge(row.couponId(), -1L, Long::sum);
                ensure(left >= 0, "G1 won what was not there: ", row);
            }
            if (row.outcome() == CouponIssueStatus.SYSTEM_ERROR) {
                ensure(row.userId() == SimulatedConnection.REFUSED_USER, "an outage became an outcome: ", row);
            }
        }
        store.coupons
                .values()
                .forEach(coupon -> ensure(
                        Objects.equals(stock.get(coupon.couponId()), coupon.stock()),
                        "G1 the stock is wrong: ",
                        coupon));
        ensure(store.stored.size() == stored.size(), "G5 rows vanished: ", rows);
    }

    void published(CouponIssueResult result) {
        ensure(result.equals(stored.get(result.eventId())), "G6 published and not stored: ", result);
        published.add(result.eventId());
    }

    void acknowledged(int partition, long next) {
        long from = checkedUpTo.getOrDefault(partition, 0L);
        if (next > from) {
            world.log.read(partition, from, Math.toIntExact(next - from)).forEach(this::passed);
            checkedUpTo.put(partition, next);
        }
    }

    private void passed(Entry entry) {
        boolean kept = entry.decoded() instanceof Decodable decodable
                ? published.contains(decodable.request().event().eventId())
                : world.evidence.deadLetters.contains(entry.position());
        ensure(kept, "G4 acknowledged, and neither published nor a dead letter: ", entry);
    }

    private void ensure(boolean held, String broken, Object by) {
        if (!held && watching) {
            violated(broken + by);
        }
    }
}
