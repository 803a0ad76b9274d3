package coupon.local;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coupon.local.server.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreflightTest {
    private static final StackPorts FREE = StackPorts.free(2);

    @TempDir
    Path directory;

    @BeforeEach
    void build() throws IOException {
        for (String app : List.of("coupon-api", "coupon-worker")) {
            Files.createDirectories(directory.resolve(app).resolve("target"));
            Files.createFile(directory.resolve(app).resolve("target").resolve(app + ".jar"));
        }
    }

    @Test
    void is_content_when_all_is_there() {
        assertThatCode(() -> Preflight.check(with(FREE))).doesNotThrowAnyException();
    }

    @Test
    void names_the_port_in_use_and_who_wants_it_and_the_option_that_changes_it() throws IOException {
        try (ServerSocket taken = new ServerSocket(Ports.free(), 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            StackPorts ports = new StackPorts(
                    FREE.api(), FREE.apiManagement(), List.of(FREE.kafka(), port), Ports.free(), 0, port, FREE.redis());
            assertThatThrownBy(() -> Preflight.check(with(ports)))
                    .isInstanceOf(StackException.class)
                    .hasMessageContaining("port " + port + ", which worker 2 wants, is in use")
                    .hasMessageContaining("--port-workers")
                    .hasMessageContaining("port " + port + " is wanted by worker 2 and by the database")
                    .hasMessageContaining("--port-database");
        }
    }

    @Test
    void names_the_jar_that_is_missing() throws IOException {
        Files.delete(directory.resolve("coupon-worker/target/coupon-worker.jar"));
        assertThatThrownBy(() -> Preflight.check(with(FREE)))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("coupon-worker.jar is missing");
    }

    @Test
    void refuses_data_that_a_running_stack_uses() {
        ProcessId self = ProcessId.of(ProcessHandle.current());
        new StackState(true, self, StackSettings.QueueType.kafka, 1, 2, List.of())
                .write(with(FREE).dataDir());
        assertThatThrownBy(() -> Preflight.check(with(FREE)))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("process " + self.pid())
                .hasMessageContaining("deploy/local/down");
    }

    private StackSettings with(StackPorts ports) {
        return new StackSettings(
                directory,
                directory.resolve("data"),
                directory.resolve("logs"),
                ports,
                StackSettings.QueueType.kafka,
                false,
                false,
                Map.of());
    }
}
