package coupon.verification.guarantee;

import coupon.core.domain.CouponIssueStatus;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import org.jspecify.annotations.Nullable;

/** Who has won when a request is decided, as far as it can be known without the edits. */
final class Winners {
    private final Holders holders;
    private final boolean severalPartitions;

    /** Those who won before the first record of the log, or in a partition that was judged before. */
    private final Long2ObjectOpenHashMap<Decision> before = new Long2ObjectOpenHashMap<>();

    private final Long2ObjectOpenHashMap<Decision> here = new Long2ObjectOpenHashMap<>();
    private final LongOpenHashSet unduly = new LongOpenHashSet();
    private final LongOpenHashSet dueAndRefused = new LongOpenHashSet();

    /** @param severalPartitions whether the coupon's requests stand in several: their order is not known then */
    Winners(long couponId, Evidence evidence, boolean severalPartitions) {
        this.holders = evidence.holders(couponId);
        this.severalPartitions = severalPartitions;
        evidence.requests().withoutRecord.stream()
                .filter(row -> row.couponId() == couponId && row.isSuccess())
                .forEach(row -> before.put(row.userId(), row));
    }

    /** Not if an operator deleted the holding since: such a user may win again, or be refused. */
    boolean certainlyInclude(Decision request) {
        long user = request.userId();
        Decision won = lastOf(user);
        if (request.isSuccess()) {
            return won != null && !holders.again.contains(request.eventId());
        }
        boolean known = (before.get(user) != won || !severalPartitions) && !unduly.contains(user);
        return won != null && known && (won.isOfTheBatchOf(request) || holders.stillHolds(won))
                || dueAndRefused.contains(user) && holders.has(user);
    }

    /** Also if an operator gave it, or if it was won in another partition. */
    boolean mayInclude(long user) {
        return lastOf(user) != null
                || dueAndRefused.contains(user)
                || holders.wasInserted(user)
                || severalPartitions && holders.hasEverWon(user);
    }

    /** @param ruled what the rules give it */
    void remember(Decision request, CouponIssueStatus ruled) {
        if (request.isSuccess()) {
            here.put(request.userId(), request);
            if (ruled == CouponIssueStatus.OUT_OF_STOCK) {
                unduly.add(request.userId());
            }
        } else if (ruled == CouponIssueStatus.SUCCESS) {
            dueAndRefused.add(request.userId());
        }
    }

    void endOfPartition() {
        before.putAll(here);
        here.clear();
    }

    private @Nullable Decision lastOf(long user) {
        Decision won = here.get(user);
        return won == null ? before.get(user) : won;
    }
}
