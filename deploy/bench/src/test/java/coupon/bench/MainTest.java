package coupon.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final CommandLine command =
            Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(out, true));

    @Test
    void the_help_names_every_option() {
        assertThat(command.execute("compare", "--help")).isZero();
        assertThat(out.toString()).contains("--quick", "--modes", "--out", "--again-from", "KAFKA_3");
    }

    @Test
    void modes_may_be_written_in_small_letters() {
        assertThat(command.parseArgs("compare", "--modes", "kafka_1,redis_tuned")
                        .errors())
                .isEmpty();
    }

    @Test
    void an_unknown_mode_is_refused_before_anything_starts() {
        assertThat(command.execute("compare", "--modes", "rabbit")).isEqualTo(2);
        assertThat(out.toString()).contains("rabbit");
    }
}
