package coupon.verification.guarantee;

import coupon.core.domain.Coupon;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * G9. The successes of a coupon are numbered 1, 2, 3 … in the order of decision, and number i has code i.
 *
 * <p>See {@link NumberSequence}. In a watched run a success without a number is invalid even if none has one: what was
 * issued before there were numbers is no part of it. So is a code that was not the i-th to be imported, or that two successes have.
 */
final class NumberedInOrder implements Guarantee {
    @Override
    public String promise() {
        return "G9 numbers";
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        Set<UUID> withoutRecord = new HashSet<>();
        evidence.requests().withoutRecord().forEach(row -> withoutRecord.add(row.eventId()));
        evidence.coupons.forEach((couponId, after) -> {
            Coupon before = evidence.couponsBefore.get(couponId);
            if (before != null || !evidence.coverage.watched()) {
                Long first = before == null ? first(evidence.holders(couponId)) : Long.valueOf(before.lastNumber() + 1);
                sequence(couponId, withoutRecord, evidence, findings).check(first, after.lastNumber(), findings);
            }
        });
        codesAreOfTheirNumbers(evidence, findings);
    }

    private static NumberSequence sequence(
            long couponId, Set<UUID> withoutRecord, Evidence evidence, Findings findings) {
        var sequence = new NumberSequence();
        for (Decision row : evidence.holders(couponId).successes()) {
            sequence.success(withoutRecord.contains(row.eventId()) ? null : row.position(), row.number());
            if (row.number() == null && evidence.coverage.watched()) {
                findings.add(row.position(), "a success without a number: " + row);
            }
        }
        return sequence;
    }

    /** Where all that was issued has numbers, they begin with 1; else it is not known. */
    private static @Nullable Long first(Holders holders) {
        boolean allNumbered = holders.successes().stream().allMatch(row -> row.number() != null);
        return allNumbered && holders.inserted().isEmpty() ? 1L : null;
    }

    private static void codesAreOfTheirNumbers(Evidence evidence, Findings findings) {
        for (Evidence.ShownCode shown : evidence.shownCodes) {
            List<String> imported = evidence.importedCodes.getOrDefault(shown.couponId(), List.of());
            boolean exists = 1 <= shown.number() && shown.number() <= imported.size();
            if (!exists || !imported.get(Math.toIntExact(shown.number() - 1)).equals(shown.code())) {
                findings.add("not the code of its number: " + shown);
            }
        }
    }
}
