package coupon.verification.guarantee;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;
import static java.util.Comparator.comparingLong;

import coupon.core.domain.QueuePosition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of one coupon's successes: each is one more than the last, without gaps, in the order of decision.
 *
 * <p>Valid: 1 2 3; 4 5 6 of a coupon of which three were issued before there were numbers; 1 3 in one partition and 2 in
 * another. Invalid: 1 2 4; 1 2 2; 2 1 in one partition; a success without a number behind one that has one; a counter
 * that is not the last number.
 */
final class NumberSequence {
    private final List<Success> successes = new ArrayList<>();

    /** @param position of its record; null if that is not known, or not comparable with the others */
    void success(@Nullable QueuePosition position, @Nullable Long number) {
        successes.add(new Success(position, number));
    }

    /**
     * Finds what is wrong.
     *
     * @param first what the lowest number must be; null if that is not known
     * @param counter the coupon's last number, as stored
     */
    void check(@Nullable Long first, long counter, Findings findings) {
        risesInEachPartition(findings);
        List<Success> numbered = successes.stream()
                .filter(it -> it.number != null)
                .sorted(comparingLong(Success::known))
                .toList();
        long expected = numbered.isEmpty() || first != null
                ? Objects.requireNonNullElse(first, counter + 1)
                : numbered.get(0).known();
        for (Success success : numbered) {
            if (success.known() != expected) {
                findings.add(
                        success.known() < expected ? Kind.NUMBER_REPEATED : Kind.NUMBER_GAP,
                        success.position,
                        null,
                        "number " + success.known(),
                        "number " + expected);
            }
            expected = success.known() + 1;
        }
        if (expected - 1 != counter) {
            findings.add(Kind.NUMBER_GAP, "a counter of " + counter, "the last number, " + (expected - 1));
        }
    }

    private void risesInEachPartition(Findings findings) {
        Map<Integer, Long> last = new HashMap<>();
        successes.stream()
                .filter(it -> it.position != null)
                .sorted(comparing(
                        Success::at, comparingInt(QueuePosition::partition).thenComparingLong(QueuePosition::offset)))
                .forEach(success -> {
                    Long before = last.get(success.at().partition());
                    if (success.number == null) {
                        if (before != null) {
                            findings.add(
                                    Kind.NUMBER_MISSING, success.position, null, "no number", "more than " + before);
                        }
                    } else {
                        if (before != null && success.number <= before) {
                            findings.add(
                                    Kind.NUMBER_OUT_OF_ORDER,
                                    success.position,
                                    null,
                                    "number " + success.number,
                                    "more than " + before);
                        }
                        last.put(success.at().partition(), success.number);
                    }
                });
    }

    private record Success(
            @Nullable QueuePosition position, @Nullable Long number) {
        QueuePosition at() {
            return Objects.requireNonNull(position);
        }

        long known() {
            return Objects.requireNonNull(number);
        }
    }
}
