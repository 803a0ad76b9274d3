package coupon.verification.guarantee;

import static java.util.Comparator.comparingLong;

import coupon.core.domain.Coupon;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * G9. The successes of a coupon are numbered 1, 2, 3 … in the order of decision, and number i has code i.
 *
 * <p>Valid: 1 2 3; 4 5 6 of a coupon of which three were issued before there were numbers; 1 3 in one partition and 2 in
 * another. Invalid: 1 2 4; 1 2 2; 2 1 in one partition; a success without a number behind one that has one; a counter
 * that is not the last number. In a watched run a success without a number is invalid even if none has one: what was
 * issued before there were numbers is no part of it. So is a code that was not the i-th to be imported, or that two
 * successes have.
 */
final class NumberedInOrder implements Guarantee {
    @Override
    public void check(Evidence evidence, Findings findings) {
        boolean watched = evidence.coverage.watched();
        Set<Decision> withoutRecord = new HashSet<>(evidence.requests().withoutRecord);
        evidence.coupons.forEach((couponId, after) -> {
            Coupon before = evidence.couponsBefore.get(couponId);
            if (watched && before == null) {
                return;
            }
            Holders holders = evidence.holders(couponId);
            Long first = before == null ? first(holders) : Long.valueOf(before.lastNumber() + 1);
            checkSequence(holders.successes, withoutRecord, first, after.lastNumber(), findings);
            holders.successes.stream()
                    .filter(row -> watched && row.number() == null)
                    .forEach(row -> findings.add(row.position(), "a success without a number: " + row));
        });
        codesAreOfTheirNumbers(evidence, findings);
    }

    /** Where all that was issued has numbers, they begin with 1; else it is not known. */
    private static @Nullable Long first(Holders holders) {
        boolean allNumbered = holders.successes.stream().allMatch(row -> row.number() != null);
        return allNumbered && holders.inserted().isEmpty() ? 1L : null;
    }

    /**
     * Each number is one more than the last, without gaps.
     *
     * @param withoutRecord those whose positions are not comparable with the others
     * @param first what the lowest number must be; null if that is not known
     * @param counter the coupon's last number, as stored
     */
    static void checkSequence(
            List<Decision> successes,
            Set<Decision> withoutRecord,
            @Nullable Long first,
            long counter,
            Findings findings) {
        risesInEachPartition(successes, withoutRecord, findings);
        List<Decision> numbered = successes.stream()
                .filter(row -> row.number() != null)
                .sorted(comparingLong(NumberedInOrder::number))
                .toList();
        long expected = numbered.isEmpty() || first != null
                ? Objects.requireNonNullElse(first, counter + 1)
                : number(numbered.get(0));
        for (Decision row : numbered) {
            long number = number(row);
            if (number != expected) {
                findings.add(
                        number < expected ? Kind.NUMBER_REPEATED : Kind.NUMBER_GAP,
                        withoutRecord.contains(row) ? null : row.position(),
                        null,
                        "number " + number,
                        "number " + expected);
            }
            expected = number + 1;
        }
        if (expected - 1 != counter) {
            findings.add(Kind.NUMBER_GAP, "a counter of " + counter, "the last number, " + (expected - 1));
        }
    }

    private static void risesInEachPartition(List<Decision> successes, Set<Decision> withoutRecord, Findings findings) {
        Map<Integer, Long> last = new HashMap<>();
        successes.stream()
                .filter(row -> !withoutRecord.contains(row))
                .sorted(Decision.BY_POSITION)
                .forEach(row -> {
                    Long before = last.get(row.partition());
                    if (before != null && (row.number() == null || row.number() <= before)) {
                        findings.add(
                                row.number() == null ? Kind.NUMBER_MISSING : Kind.NUMBER_OUT_OF_ORDER,
                                row.position(),
                                null,
                                row.number() == null ? "no number" : "number " + row.number(),
                                "more than " + before);
                    }
                    if (row.number() != null) {
                        last.put(row.partition(), row.number());
                    }
                });
    }

    private static long number(Decision row) {
        return Objects.requireNonNull(row.number());
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
