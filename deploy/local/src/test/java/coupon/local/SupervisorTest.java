package coupon.local;

import static org.assertj.core.api.Assertions.assertThat;

import coupon.local.Supervisor.BackOff;
import coupon.local.server.ShellServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorTest {
    private static final BackOff QUICK = new BackOff(Duration.ofMillis(20), Duration.ofMillis(80), Duration.ofHours(1));

    @TempDir
    Path directory;

    private final List<String> console = new CopyOnWriteArrayList<>();
    private final Supervisor supervisor = new Supervisor(QUICK, console::add, () -> console.add("restarted"));

    @AfterEach
    void close() {
        supervisor.close();
    }

    @Test
    void what_crashes_is_started_again_after_a_wait_that_grows() throws IOException {
        try (ShellServer server = new ShellServer(directory, "touch ready; echo up >> starts; exit 7")) {
            server.start();
            supervisor.watch(server);
            Awaitility.await().until(() -> console.size() >= 10);
            supervisor.close();
            assertThat(console).element(0).asString().contains("exit code 7", "shell.log", " 20 ms");
            assertThat(console).element(1).isEqualTo("restarted");
            assertThat(console).element(2).asString().contains(" 40 ms");
            assertThat(console).element(4).asString().contains(" 80 ms");
            assertThat(console).element(6).asString().contains(" 80 ms");
            server.kill();
            assertThat(Files.readAllLines(directory.resolve("starts"))).hasSizeGreaterThanOrEqualTo(5);
        }
    }

    @Test
    void what_is_killed_is_started_again_and_then_left_alone() {
        try (ShellServer server = new ShellServer(directory, "touch ready; exec sleep 60")) {
            server.start();
            supervisor.watch(server);
            long before = server.pid();
            server.kill();
            Awaitility.await().until(() -> console.contains("restarted"));
            assertThat(server.isAlive()).isTrue();
            assertThat(server.pid()).isNotEqualTo(before);
            assertThat(console).hasSize(2);
            supervisor.close(); // or it would start again what is killed at the end of this block
        }
    }

    @Test
    void closed_it_starts_nothing() {
        try (ShellServer server = new ShellServer(directory, "touch ready; exec sleep 60")) {
            server.start();
            supervisor.watch(server);
            supervisor.close();
            server.kill();
            assertThat(server.isAlive()).isFalse();
            assertThat(console).isEmpty();
        }
    }
}
