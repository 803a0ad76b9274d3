package coupon.verification.guarantee;

import coupon.core.domain.Coupon;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * G6. Responses, results topic, request store and {@code user_coupon} agree.
 *
 * <p>Valid: every answered or published outcome is the request store's, and the holders are those before and the winners.
 * Invalid: a client that was answered {@code SUCCESS} and a request store that has no row, or another outcome; a published result that is
 * not stored as it was published; a winner without a coupon; a coupon without a win. After an operator deleted holdings,
 * winners may lack their coupon, and nothing else changes.
 */
final class AnsweredIsStored implements Guarantee {
    @Override
    public void check(Evidence evidence, Findings findings) {
        for (Answer answer : evidence.answers) {
            Decision row = evidence.requests().of(answer.requestId());
            if (isContradicted(answer, row)) {
                findings.add(row == null ? null : row.position(), "answered " + answer + ", stored " + row);
            }
        }
        evidence.published.forEach(result -> checkResult(result, evidence, findings));
        evidence.requests().holders.forEach((couponId, holders) -> {
            neverWon(couponId, holders, evidence, findings);
            lost(couponId, holders, evidence, findings);
        });
    }

    /** An early refusal of a request that was never queued is not stored; whatever was answered about one that was, must fit. */
    private static boolean isContradicted(Answer answer, @Nullable Decision row) {
        if (row == null) {
            return answer.kind() == Answer.Kind.DECIDED;
        }
        boolean sameOutcome = answer.outcome() == null || answer.outcome() == row.outcome();
        boolean sameWish = answer.couponId() == row.couponId() && answer.userId() == row.userId();
        return !sameOutcome || !sameWish && answer.kind() != Answer.Kind.UNKNOWN;
    }

    private static void checkResult(Decision result, Evidence evidence, Findings findings) {
        Decision row = evidence.requests().of(result.eventId());
        boolean numberOptional = !evidence.coverage.watched();
        if (row == null) {
            findings.add(
                    Kind.RESULT_NOT_STORED, result, "published " + result, "no result: the request store has no row");
        } else if (!row.isPublishedAs(result, numberOptional)
                && !evidence.requests().asStored(row).isPublishedAs(result, numberOptional)) {
            findings.add(Kind.RESULT_DIFFERS, row, "published " + result, "as stored: " + row);
        }
    }

    private static void neverWon(long couponId, Holders holders, Evidence evidence, Findings findings) {
        LongOpenHashSet inserted = holders.inserted();
        Map<Long, Decision> requests = new HashMap<>();
        for (Decision row : evidence.requests().all()) {
            if (row.couponId() == couponId && inserted.contains(row.userId())) {
                requests.merge(row.userId(), row, (one, other) -> one.offset() <= other.offset() ? one : other);
            }
        }
        inserted.forEach(user -> {
            String row = "a user_coupon row of user " + user;
            Decision request = requests.get(user);
            if (request == null) {
                String none = "no row: the request store has no request of this user";
                findings.add(Kind.HOLDING_WITHOUT_SUCCESS, row, none);
            } else {
                String refused = "no row: the request store says " + request.outcome();
                findings.add(Kind.HOLDING_WITHOUT_SUCCESS, request, row, refused);
            }
        });
    }

    /** Deletions that are not known are a reset where the coupons were given back, so that the counts balance. */
    private static void lost(long couponId, Holders holders, Evidence evidence, Findings findings) {
        Coupon coupon = evidence.coupons.get(couponId);
        boolean givenBack = coupon != null && coupon.stock() + holders.count() == coupon.totalQuantity();
        if (evidence.coverage.watched() ? holders.isDeletionKnown() : givenBack) {
            if (holders.deleted() > 0) {
                findings.note(
                        "%d holdings were deleted outside the service and their coupons given back: %d of their users"
                                        .formatted(holders.deleted(), holders.again.size())
                                + " won again, " + holders.lost().size() + " have none now");
            }
            return;
        }
        holders.lost()
                .forEach(row -> findings.add(
                        Kind.SUCCESS_WITHOUT_HOLDING,
                        row,
                        "no user_coupon row of user " + row.userId(),
                        "a row: the request store says SUCCESS"));
        holders.lostFromBefore().forEach(user -> findings.add("had it before and does not have it: user " + user));
    }
}
