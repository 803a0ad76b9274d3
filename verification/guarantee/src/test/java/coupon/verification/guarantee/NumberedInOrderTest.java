package coupon.verification.guarantee;

import static coupon.core.domain.CouponIssueStatus.OUT_OF_STOCK;
import static coupon.core.domain.CouponIssueStatus.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import coupon.verification.guarantee.Evidence.ShownCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberedInOrderTest {
    private final RunFixture run = new RunFixture(5);

    @Test
    void successes_in_sequence_are_valid() {
        run.request(16, SUCCESS);
        run.request(17, SUCCESS);
        run.request(18, SUCCESS);

        assertThat(run.broken()).isEmpty();
    }

    @Test
    void a_gap_a_repetition_and_a_counter_that_is_behind_are_caught() {
        run.request(16, SUCCESS);
        run.lastNumber = 4;
        run.request(17, SUCCESS);
        assertThat(run.broken()).containsExactly("G9");

        run.lastNumber = 0;
        run.request(18, SUCCESS);
        assertThat(run.broken()).containsExactly("G9");
    }

    @Test
    void a_code_of_another_number_is_caught() {
        run.request(16, SUCCESS);
        run.evidence.importedCodes.put(1L, List.of("A", "B"));

        run.evidence.shownCodes.add(new ShownCode(1, 1, "A"));
        assertThat(Guarantees.check(run.evidence)).isEmpty();
        run.evidence.shownCodes.add(new ShownCode(1, 1, "B"));
        assertThat(Guarantees.check(run.evidence)).hasSize(1);
    }

    @Test
    void a_success_that_became_a_refusal_leaves_a_gap() {
        run.request(16, SUCCESS);
        run.request(17, SUCCESS);
        run.becomes(0, OUT_OF_STOCK);

        assertThat(run.broken()).contains("G9");
    }

    /** Each success as partition and number, in offset order; - is none. */
    @ParameterizedTest
    @CsvSource({
        "'', 1, 0, ''",
        "01 02 03, 1, 3, ''",
        "01 13 02, 1, 3, ''",
        "0- 0- 03 04, , 4, ''",
        "0- 0-, , 2, ''",
        "01 02 04, 1, 4, NUMBER_GAP",
        "02 03, 1, 3, NUMBER_GAP",
        "01 02 12, 1, 2, NUMBER_REPEATED",
        "02 01, 1, 2, NUMBER_OUT_OF_ORDER",
        "01 0- 02, 1, 2, NUMBER_MISSING",
        "01 02, 1, 3, NUMBER_GAP",
    })
    void a_sequence_is_judged(@Nullable String successes, @Nullable Long first, long counter, @Nullable String found) {
        List<Decision> decisions = new ArrayList<>();
        long offset = 0;
        for (String success : (successes == null ? "" : successes).split(" ")) {
            if (!success.isEmpty()) {
                String number = success.substring(1);
                decisions.add(new Decision(
                        UUID.randomUUID(),
                        1,
                        1,
                        SUCCESS,
                        0,
                        0,
                        success.charAt(0) - '0',
                        offset++,
                        number.equals("-") ? null : Long.valueOf(number)));
            }
        }
        var findings = new Findings(10);
        NumberedInOrder.checkSequence(decisions, Set.of(), first, counter, findings);

        List<String> problems = findings.violations().stream()
                .map(violation -> String.valueOf(violation.kind()))
                .toList();
        assertThat(String.join(" ", problems)).isEqualTo(found == null ? "" : found);
    }
}
