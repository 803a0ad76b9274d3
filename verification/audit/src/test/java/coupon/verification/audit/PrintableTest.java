package coupon.verification.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintableTest {
    @ParameterizedTest
    @CsvSource({
        "alice, alice",
        "쿠폰 1 – 50 % 😀, 쿠폰 1 – 50 % 😀",
        "'a\nverdict: PASSED', a\\u000averdict: PASSED",
        "'a\r\tb', a\\u000d\\u0009b",
        "'\u001b[2J', \\u001b[2J",
        "'\u009b2J', \\u009b2J",
        "'a\u202eb\u2028c', a\\u202eb\\u2028c",
    })
    void text_from_outside_stays_on_its_line_and_steers_nothing(String text, String shown) {
        assertThat(Printable.of(text)).isEqualTo(shown);
    }
}
