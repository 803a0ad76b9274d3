package coupon.local;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coupon.local.server.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreflightTest {
    @TempDir
    Path directory;

    private StackSettings settings;

    @BeforeEach
    void build() throws IOException {
        settings = StackSettings.forTests(directory, directory, 2);
        for (Path jar : List.of(settings.apiJar(), settings.workerJar())) {
            Files.createDirectories(jar.getParent());
            Files.createFile(jar);
        }
    }

    @Test
    void is_content_when_all_is_there() {
        assertThatCode(() -> Preflight.check(settings)).doesNotThrowAnyException();
        StackPorts ports = settings.ports();
        ports.api = Ports.free();
        ports.apiManagement = Ports.free();
        ports.kafka = Ports.free();
        ports.kafkaController = Ports.free();
        ports.database = Ports.free();
        ports.redis = Ports.free();
        assertThatCode(() -> Preflight.check(settings)).doesNotThrowAnyException();
    }

    @Test
    void names_the_port_in_use_and_what_wants_it_and_the_option_that_changes_it() throws IOException {
        try (ServerSocket taken = new ServerSocket(Ports.free(), 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            settings.ports().workers = port - 1;
            settings.ports().database = port;

            assertThatThrownBy(() -> Preflight.check(settings))
                    .isInstanceOf(StackException.class)
                    .hasMessageContaining("port " + port + ", which worker 2 wants, is in use")
                    .hasMessageContaining("--port-workers")
                    .hasMessageContaining("port " + port + " is wanted by worker 2 and by the database")
                    .hasMessageContaining("--port-database");
        }
    }

    @Test
    void names_the_jar_that_is_missing() throws IOException {
        Files.delete(settings.workerJar());

        assertThatThrownBy(() -> Preflight.check(settings))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("coupon-worker.jar is missing");
    }

    @Test
    void refuses_data_that_a_running_stack_uses() {
        ProcessHandle self = ProcessHandle.current();
        new StackState(true, self.pid(), StackSettings.QueueType.kafka, 1, 2, List.of(), Instant.now())
                .write(settings.dataDir());

        assertThatThrownBy(() -> Preflight.check(settings))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("process " + self.pid())
                .hasMessageContaining("deploy/local/down");
    }
}
