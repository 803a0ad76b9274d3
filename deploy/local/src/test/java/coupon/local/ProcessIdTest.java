package coupon.local;

import static org.assertj.core.api.Assertions.assertThat;

import coupon.local.StackState.ProcessId;
import org.junit.jupiter.api.Test;

class ProcessIdTest {
    private static final ProcessHandle SELF = ProcessHandle.current();

    @Test
    void finds_the_process_after_it_was_written_down() {
        assertThat(ProcessId.parse(ProcessId.of(SELF).toString()).find()).contains(SELF);
    }

    @Test
    void does_not_take_another_process_for_the_one_that_had_its_id_before() {
        ProcessId self = ProcessId.of(SELF);
        assertThat(new ProcessId(self.pid(), self.startedAt().minusSeconds(60)).find())
                .isEmpty();
    }
}
