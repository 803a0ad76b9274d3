package coupon.api.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.web.ErrorResponseException;
import reactor.core.publisher.Flux;

class CodeLinesTest {
    @Test
    void a_line_may_come_in_several_pieces_and_the_last_needs_no_line_break() {
        assertThat(lines("A1\nB", "2\r\nC3", "", "x")).containsExactly("A1", "B2", "C3x");
        assertThat(lines("A1\n")).containsExactly("A1");
        assertThat(lines()).isEmpty();
    }

    @Test
    void an_empty_line_is_a_line() {
        assertThat(lines("A\n\nB\n")).containsExactly("A", "", "B");
    }

    @Test
    void the_byte_order_mark_of_a_spreadsheet_is_left_out() {
        assertThat(lines("\uFEFFA1\nB1")).containsExactly("A1", "B1");
    }

    @Test
    void a_line_that_is_too_long_is_cut_and_stays_too_long() {
        assertThat(lines("x".repeat(64))).containsExactly("x".repeat(64));
        assertThat(lines("x".repeat(100_000) + "\nB").get(0)).hasSizeBetween(65, 100);
    }

    @Test
    void what_is_no_ascii_stays_recognizable() {
        assertThat(lines("é").get(0)).isEqualTo("\u00c3\u00a9");
    }

    @Test
    void one_line_too_many_is_refused() {
        Flux<DataBuffer> body = Flux.range(0, CodeLines.LINES_MAX / 1_000 + 1).map(i -> buffer("A\n".repeat(1_000)));

        assertThatThrownBy(() -> CodeLines.of(body).count().block()).isInstanceOf(ErrorResponseException.class);
    }

    private static List<String> lines(String... pieces) {
        return requireNonNull(CodeLines.of(Flux.fromStream(Stream.of(pieces).map(CodeLinesTest::buffer)))
                .collectList()
                .block());
    }

    private static DataBuffer buffer(String text) {
        return DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes(UTF_8));
    }
}
