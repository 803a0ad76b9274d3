package coupon.local.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerProcessTest {
    @TempDir
    Path directory;

    @Test
    void one_that_ends_before_it_answers_is_reported_with_its_exit_code_and_the_end_of_its_log() {
        try (ShellServer server = new ShellServer(directory, "echo the reason; exit 7")) {
            assertThatThrownBy(server::start)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("shell")
                    .hasMessageContaining("exit code 7")
                    .hasMessageContaining("shell.log")
                    .hasMessageContaining("the reason");
        }
    }

    @Test
    void cannot_be_started_twice() {
        try (ShellServer server = new ShellServer(directory, "touch ready; exec sleep 60")) {
            server.start();
            assertThatThrownBy(server::start)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("is running");
        }
    }

    @Test
    void one_that_was_never_started_can_be_stopped_killed_and_closed_but_has_no_pid() {
        ShellServer server = new ShellServer(directory, "true");
        server.stop();
        server.kill();
        server.close();
        assertThat(server.isAlive()).isFalse();
        assertThatThrownBy(server::pid)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("never started");
    }
}
