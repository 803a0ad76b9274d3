package coupon.api.issue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coupon.api.http.InvalidParameterException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WaitPreferenceTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "wait=10",
                "WAIT=10",
                "wait = 10",
                "wait=\"10\"",
                "wait=10; foo=bar; baz",
                "respond-async, wait=10",
                "respond-async;x=\"a,b;wait=3\",wait=10",
                "foo=\"\\\"wait=1,\" , , wait=10",
                "foo=, wait=10",
                "wait=10, wait=20",
                " wait=010 ",
            })
    void a_wait_is_found_in_its_line(String line) {
        assertThat(WaitPreference.in(List.of(line))).contains(new WaitPreference(10));
    }

    @Test
    void the_first_wait_of_several_lines_counts() {
        assertThat(WaitPreference.in(List.of("handling=lenient", "wait=3", "wait=4")))
                .contains(new WaitPreference(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"wait=31", "wait=60", "wait=999999999"})
    void a_wait_beyond_what_is_granted_is_cut(String line) {
        assertThat(WaitPreference.in(List.of(line))).contains(new WaitPreference(30));
        assertThat(WaitPreference.in(List.of(line)).orElseThrow().applied()).isEqualTo("wait=30");
    }

    @Test
    void without_a_wait_there_is_no_preference() {
        assertThat(WaitPreference.in(List.of())).isEmpty();
        assertThat(WaitPreference.in(List.of("respond-async, return=minimal; wait=5", "", "waits=3")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "wait",
                "wait=",
                "wait=0",
                "wait=-1",
                "wait=1.5",
                "wait=x",
                "wait=99999999999",
                "wait=\"\"",
                "=5",
                "wait=5 6",
                "wait==5",
                "wait=\"5",
                "a b",
                "wait=5;=",
                "wäit=5",
                "\"wait\"=5",
                "wait=5\u0000"
            })
    void a_malformed_header_is_refused(String line) {
        assertThatThrownBy(() -> WaitPreference.in(List.of(line))).isInstanceOf(InvalidParameterException.class);
    }

    @Test
    void a_long_header_of_nonsense_is_refused_soon() {
        String nonsense = "a;".repeat(4_000) + "\"";

        assertThatThrownBy(() -> WaitPreference.in(List.of(nonsense))).isInstanceOf(InvalidParameterException.class);
    }

    @Test
    void a_long_header_is_read_without_recursion() {
        String others = "x=\"" + "\\y".repeat(2_000) + "\"; " + "z=\"\\\"\";".repeat(1_000) + ",";

        assertThat(WaitPreference.in(List.of(others + "wait=3"))).contains(new WaitPreference(3));
    }
}
