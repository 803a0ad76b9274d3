package coupon.verification.guarantee;

import static java.util.Comparator.comparingLong;

import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongLinkedOpenHashSet;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Who has a coupon by {@code user_coupon}, and what operators must have deleted there by SQL.
 *
 * <p>In a watched run the deletions are known: each allows every user one more success. Else, a row bears the time of the
 * decision that issued it. So a row that is still there proves that nothing was deleted since; and a user who won twice is
 * explained by a deletion in between only if the row is not that of the earlier success, and if the two were decided in
 * two transactions: within one, the decision itself remembers its winners.
 */
final class Holders {
    private final boolean watched;
    private final long deletions;
    private final Long2LongOpenHashMap issuedAtMicros = new Long2LongOpenHashMap();
    private final Long2ObjectOpenHashMap<Decision> lastSuccess = new Long2ObjectOpenHashMap<>();

    /** Users who had it before the first request. */
    final LongOpenHashSet before = new LongOpenHashSet();

    /** Users with two rows. */
    final LongLinkedOpenHashSet twice = new LongLinkedOpenHashSet();

    final List<Decision> successes = new ArrayList<>();

    /** Successes of users who had won before, explained by a deletion in between. */
    final Set<UUID> again = new HashSet<>();

    /** Successes of users who had won before, not explained. */
    final List<Decision> second = new ArrayList<>();

    Holders(long couponId, Evidence evidence) {
        watched = evidence.coverage.watched();
        deletions = evidence.editsOf(couponId).stream()
                .filter(CouponEdit.HoldingsDeleted.class::isInstance)
                .count();
    }

    void holds(long user, long issuedAt) {
        if (has(user)) {
            twice.add(user);
        }
        issuedAtMicros.put(user, issuedAt);
    }

    /** All is known. */
    void judge() {
        boolean inOnePartition =
                successes.stream().mapToInt(Decision::partition).distinct().count() < 2;
        successes.sort(
                inOnePartition
                        ? Decision.BY_POSITION
                        : comparingLong(Decision::decidedAtMicros).thenComparing(Decision.BY_POSITION));
        var times = new Long2LongOpenHashMap();
        for (Decision success : successes) {
            long user = success.userId();
            Decision earlier = lastSuccess.put(user, success);
            boolean isFurther = earlier != null || before.contains(user);
            boolean explained = watched
                    ? times.addTo(user, 1) + (before.contains(user) ? 1 : 0) <= deletions
                    : earlier != null && !earlier.isOfTheBatchOf(success) && !stillHolds(earlier);
            if (isFurther && explained) {
                again.add(success.eventId());
            } else if (isFurther) {
                second.add(success);
            }
        }
    }

    boolean has(long user) {
        return issuedAtMicros.containsKey(user);
    }

    /** Whether the user's row is the one that this success issued, as far as it can be known. */
    boolean stillHolds(Decision success) {
        long user = success.userId();
        return watched
                ? has(user) && deletions == 0
                : has(user) && issuedAtMicros.get(user) == success.decidedAtMicros();
    }

    boolean hasEverWon(long user) {
        return lastSuccess.containsKey(user);
    }

    /** Whether the user had it without ever winning it. */
    boolean wasInserted(long user) {
        return before.contains(user) || has(user) && !hasEverWon(user);
    }

    /** Those who have it, never won it, and did not have it before. */
    LongOpenHashSet inserted() {
        var inserted = new LongOpenHashSet(issuedAtMicros.keySet());
        inserted.removeIf(user -> before.contains(user) || hasEverWon(user));
        return inserted;
    }

    /** The last successes of those who do not have it. */
    List<Decision> lost() {
        return lastSuccess.values().stream().filter(it -> !has(it.userId())).toList();
    }

    /** Those who had it before, never won it, and do not have it. */
    LongOpenHashSet lostFromBefore() {
        var lost = new LongOpenHashSet(before);
        lost.removeIf(user -> has(user) || hasEverWon(user));
        return lost;
    }

    long count() {
        return issuedAtMicros.size();
    }

    /** How many rows, at least, operators deleted. */
    long deleted() {
        return again.size() + lost().size();
    }

    boolean isDeletionKnown() {
        return deletions > 0;
    }
}
