package coupon.verification.guarantee;

import coupon.core.domain.Coupon;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * G9. The successes of a coupon are numbered 1, 2, 3 … in the order of decision, and number i has code i.
 *
 * <p>See {@link NumberSequence}. A success without a number is invalid even if none has one: what was issued before there
 * were numbers is no part of a run. So is a code that was not the i-th to be imported, or that two successes have.
 */
final class NumberedInOrder implements Guarantee {
    @Override
    public String promise() {
        return "G9 numbers";
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        Map<Long, NumberSequence> sequences = new HashMap<>();
        evidence.couponsBefore.keySet().forEach(couponId -> sequences.put(couponId, new NumberSequence()));
        for (Decision row : evidence.stored) {
            NumberSequence sequence = row.isSuccess() ? sequences.get(row.couponId()) : null;
            if (sequence != null) {
                sequence.success(row.position(), row.number());
                if (row.number() == null) {
                    findings.add(row.position(), "a success without a number: " + row);
                }
            }
        }
        sequences.forEach((couponId, sequence) -> {
            Coupon before = evidence.couponsBefore.get(couponId);
            Coupon after = evidence.coupons.get(couponId);
            if (before != null && after != null) {
                sequence.check(
                        before.lastNumber() + 1,
                        after.lastNumber(),
                        (problem, position, stored, rules) -> findings.add(
                                position, "coupon " + couponId + ": " + stored + ", and must be " + rules));
            }
        });
        codesAreOfTheirNumbers(evidence, findings);
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
