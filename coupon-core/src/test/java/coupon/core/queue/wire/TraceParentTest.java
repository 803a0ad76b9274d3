package coupon.core.queue.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {
    private static final String TRACE_PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    @Test
    void goes_on_as_it_came() {
        TraceParent read = TraceParent.read(TRACE_PARENT.getBytes(UTF_8));

        assertThat(read).isNotNull().isEqualTo(new TraceParent(TRACE_PARENT));
        assertThat(new TraceParent(TRACE_PARENT).header()).isEqualTo(TRACE_PARENT.getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0",
                TRACE_PARENT + "-more",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00F067AA0BA902B7-01",
                "00 4bf92f3577b34da6a3ce929d0e0e4736 00f067aa0ba902b7 01"
            })
    void what_is_none_goes_nowhere(String header) {
        assertThat(TraceParent.read(header.getBytes(UTF_8))).isNull();
    }

    @Test
    void no_header_is_no_trace() {
        assertThat(TraceParent.read(null)).isNull();
        assertThat(TraceParent.read("é".repeat(27).concat("x").getBytes(UTF_8))).isNull();
    }
}
