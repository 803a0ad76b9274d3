package coupon.verification.audit;

import coupon.core.domain.CouponIssueStatus;
import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Who has the coupon by {@code user_coupon}, and what operators must have deleted there by SQL.
 *
 * <p>A row bears the time of the decision that issued it. So a row that is still there proves that nothing was deleted
 * since; and a user who won twice is explained by a deletion in between only if the row is not that of the earlier
 * success, and if the two were decided in two transactions: within one, the decision itself remembers its winners.
 */
final class Holdings {
    private final Long2LongOpenHashMap issuedAtMicros = new Long2LongOpenHashMap();
    private final Long2ObjectOpenHashMap<Request> lastSuccess = new Long2ObjectOpenHashMap<>();
    private final Set<Request> issuedAgain = new HashSet<>();
    private final List<Request> unexplained = new ArrayList<>();
    private final List<Request> lost = new ArrayList<>();

    private Holdings() {}

    static Holdings read(DatabaseSnapshot database, long couponId, Requests requests) {
        var holdings = new Holdings();
        database.forEachHolding(couponId, holdings.issuedAtMicros::put);
        boolean inOnePartition =
                requests.partitions(it -> it.is(CouponIssueStatus.SUCCESS)).size() < 2;
        List<Request> successes = new ArrayList<>();
        requests.forEach(it -> {
            if (it.is(CouponIssueStatus.SUCCESS)) {
                successes.add(it);
            }
        });
        successes.sort(
                inOnePartition
                        ? Request.BY_POSITION
                        : Comparator.<Request>comparingLong(it -> it.decidedAtMicros)
                                .thenComparing(Request.BY_POSITION));
        successes.forEach(holdings::won);
        successes.stream()
                .filter(it -> holdings.lastSuccess.get(it.userId) == it && !holdings.has(it.userId))
                .forEach(holdings.lost::add);
        return holdings;
    }

    private void won(Request success) {
        Request before = lastSuccess.put(success.userId, success);
        if (before == null) {
            return;
        }
        if (!before.isOfTheBatchOf(success) && !stillHolds(before)) {
            issuedAgain.add(success);
        } else if (!success.inTopic) {
            unexplained.add(success); // the others are judged in the order of the topic
        }
    }

    boolean has(long user) {
        return issuedAtMicros.containsKey(user);
    }

    /** Whether the user's row is the one that this success issued. */
    boolean stillHolds(Request success) {
        return has(success.userId) && issuedAtMicros.get(success.userId) == success.decidedAtMicros;
    }

    boolean hasEverWon(long user) {
        return lastSuccess.containsKey(user);
    }

    /** Whether the user has it and never won it. */
    boolean wasInserted(long user) {
        return has(user) && !hasEverWon(user);
    }

    boolean hasNoneInserted() {
        return issuedAtMicros.keySet().longStream().noneMatch(this::wasInserted);
    }

    /** Whether this success of a user who had won before is explained by a deletion in between. */
    boolean wasIssuedAgain(Request success) {
        return issuedAgain.contains(success);
    }

    long count() {
        return issuedAtMicros.size();
    }

    /** How many rows, at least, operators deleted by SQL. */
    long deleted() {
        return (long) issuedAgain.size() + lost.size();
    }

    /**
     * Finds the rows that were inserted by SQL; and those that were deleted without giving the coupons back, where the
     * books do not balance. A deletion that gave them back is a reset: a note.
     */
    void compare(Requests requests, boolean balanced, Findings findings) {
        if (balanced && deleted() > 0) {
            findings.note("%d holdings were deleted outside the service and their coupons given back: %d of their users"
                            .formatted(deleted(), issuedAgain.size())
                    + " won again, " + lost.size() + " have none now");
        }
        if (!balanced) {
            lost.forEach(it -> findings.violation(
                    Kind.SUCCESS_WITHOUT_HOLDING,
                    it,
                    "no user_coupon row of user " + it.userId,
                    "a row: the request store says SUCCESS"));
        }
        unexplained.forEach(
                it -> findings.violation(Kind.SECOND_SUCCESS, it, "SUCCESS", "not again for user " + it.userId));
        var requested = new LongOpenHashSet();
        for (Request request : requests) {
            if (request.isDecided() && wasInserted(request.userId) && requested.add(request.userId)) {
                findings.violation(
                        Kind.HOLDING_WITHOUT_SUCCESS,
                        request,
                        "a user_coupon row of user " + request.userId,
                        "no row: the request store says " + request.outcome);
            }
        }
        issuedAtMicros.keySet().forEach(user -> {
            if (wasInserted(user) && !requested.contains(user)) {
                findings.violation(
                        Kind.HOLDING_WITHOUT_SUCCESS,
                        "a user_coupon row of user " + user,
                        "no row: the request store has no request of this user");
            }
        });
    }
}
