package coupon.worker.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class IncidentTest {
    private final Incident incident = new Incident("baking");

    @Test
    void however_many_attempts_fail_it_is_told_once_when_it_begins_and_once_when_it_is_over(CapturedOutput output) {
        for (int attempt = 0; attempt < 100; attempt++) {
            incident.attemptFailed(new IllegalStateException(new IOException("no flour")));
        }
        incident.over();
        incident.over();

        assertThat(output.getOut().lines().filter(line -> line.contains("baking fails")))
                .singleElement()
                .asString()
                .contains("WARN", "no flour");
        assertThat(output.getOut().lines().filter(line -> line.contains("baking no longer fails")))
                .singleElement()
                .asString()
                .contains("INFO", "100");
    }

    @Test
    void a_new_kind_of_cause_is_told_too(CapturedOutput output) {
        incident.attemptFailed(new IOException("no flour"));
        incident.attemptFailed(new IllegalStateException("no oven"));
        incident.attemptFailed(new IOException("still no flour"));

        assertThat(output.getOut()).contains("no flour", "no oven").doesNotContain("still no flour");
        assertThat(incident.description()).contains("still no flour");
    }

    @Test
    void what_works_has_no_description() {
        assertThat(incident.description()).isNull();
        incident.attemptFailed(new IOException("no flour"));
        assertThat(incident.description()).contains("baking fails").contains("no flour");
        incident.over();
        assertThat(incident.description()).isNull();
    }
}
