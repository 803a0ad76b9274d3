package coupon.verification.audit;

import coupon.core.domain.CouponIssueStatus;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import org.jspecify.annotations.Nullable;

/** Who has won when a request is decided, as far as it can be known. */
final class Winners {
    private final Holdings holdings;
    private final boolean severalPartitions;

    /** Those who won before the first record of the topic, or in a partition that was judged before. */
    private final Long2ObjectOpenHashMap<Request> before = new Long2ObjectOpenHashMap<>();

    private final Long2ObjectOpenHashMap<Request> here = new Long2ObjectOpenHashMap<>();
    private final LongOpenHashSet unduly = new LongOpenHashSet();
    private final LongOpenHashSet dueAndRefused = new LongOpenHashSet();

    /** @param severalPartitions whether the coupon's requests stand in several: their order is not known then */
    Winners(Requests requests, Holdings holdings, boolean severalPartitions) {
        this.holdings = holdings;
        this.severalPartitions = severalPartitions;
        for (Request request : requests) {
            if (!request.inTopic && request.is(CouponIssueStatus.SUCCESS)) {
                before.put(request.userId, request);
            }
        }
    }

    /** Not if an operator deleted the holding since: such a user may win again, or be refused. */
    boolean certainlyInclude(Request request) {
        long user = request.userId;
        Request won = lastOf(user);
        if (request.is(CouponIssueStatus.SUCCESS)) {
            return won != null && !holdings.wasIssuedAgain(request);
        }
        boolean known = (before.get(user) != won || !severalPartitions) && !unduly.contains(user);
        return won != null && known && (won.isOfTheBatchOf(request) || holdings.stillHolds(won))
                || dueAndRefused.contains(user) && holdings.has(user);
    }

    boolean include(Request request) {
        return lastOf(request.userId) != null;
    }

    /** Also if an operator gave it, or if it was won in another partition. */
    boolean mayInclude(Request request) {
        long user = request.userId;
        return lastOf(user) != null
                || dueAndRefused.contains(user)
                || holdings.wasInserted(user)
                || (severalPartitions && holdings.hasEverWon(user));
    }

    void remember(Request request, CouponIssueStatus ruled) {
        if (request.is(CouponIssueStatus.SUCCESS)) {
            here.put(request.userId, request);
            if (ruled == CouponIssueStatus.OUT_OF_STOCK) {
                unduly.add(request.userId);
            }
        } else if (ruled == CouponIssueStatus.SUCCESS) {
            dueAndRefused.add(request.userId);
        }
    }

    void endOfPartition() {
        before.putAll(here);
        here.clear();
    }

    private @Nullable Request lastOf(long user) {
        Request won = here.get(user);
        return won == null ? before.get(user) : won;
    }
}
