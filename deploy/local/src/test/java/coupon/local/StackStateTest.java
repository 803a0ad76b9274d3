package coupon.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coupon.local.StackSettings.QueueType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackStateTest {
    private static final ProcessHandle SELF = ProcessHandle.current();

    @TempDir
    Path directory;

    @Test
    void finds_the_processes_after_they_were_written_down() {
        state(Instant.now()).write(directory);

        StackState read = StackState.read(directory).orElseThrow();

        assertThat(read.owner()).contains(SELF);
        assertThat(read.children()).containsExactly(SELF, SELF);
    }

    @Test
    void does_not_take_another_process_for_the_one_that_had_its_id_before() {
        state(SELF.info().startInstant().orElseThrow().minusSeconds(60)).write(directory);

        StackState read = StackState.read(directory).orElseThrow();

        assertThat(read.owner()).isEmpty();
        assertThat(read.children()).isEmpty();
    }

    @Test
    void a_file_of_another_version_is_named_with_its_process() throws IOException {
        Path file = Files.writeString(directory.resolve("stack.properties"), "ready=true\nowner=4711\nqueue=kafka\n");

        assertThatThrownBy(() -> StackState.read(directory))
                .isInstanceOf(StackException.class)
                .hasMessageStartingWith(file + " is of another version")
                .hasMessageContaining("process 4711");
    }

    private static StackState state(Instant asOf) {
        return new StackState(true, SELF.pid(), QueueType.kafka, 1, 2, List.of(SELF.pid(), SELF.pid()), asOf);
    }
}
