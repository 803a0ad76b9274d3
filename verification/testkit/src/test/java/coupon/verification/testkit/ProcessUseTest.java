package coupon.verification.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class ProcessUseTest {
    @Test
    void this_process_uses_memory_and_the_time_that_it_counts_itself() {
        long pid = ProcessHandle.current().pid();

        assertThat(ProcessUse.residentMegabytes(pid))
                .isBetween(20.0, ProcessUse.peakResidentMegabytes(pid) + 1)
                .isLessThan(4_000);
        double before = ProcessUse.cpuSeconds(pid);
        double itself =
                ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() / 1e3;
        assertThat(itself).isBetween(before - 0.02, ProcessUse.cpuSeconds(pid) + 0.02);
        assertThat(ProcessUse.compilerSeconds(pid)).isPositive().isLessThanOrEqualTo(itself);
    }

    @Test
    void a_process_that_is_gone_has_used_nothing() {
        assertThat(ProcessUse.cpuSeconds(Integer.MAX_VALUE)).isZero();
        assertThat(ProcessUse.compilerSeconds(Integer.MAX_VALUE)).isZero();
        assertThat(ProcessUse.residentMegabytes(Integer.MAX_VALUE)).isZero();
    }
}
