package coupon.local.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a server when the JVM that started it ends. */
class OrphanIT {
    @TempDir
    Path directory;

    @Test
    void a_server_ends_with_the_jvm_that_started_it_even_if_it_is_frozen() throws IOException {
        Process owner = startOwner();
        ProcessHandle server = serverOf(owner);
        owner.destroy();
        awaitEnd(server);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void and_even_if_that_jvm_is_killed() throws IOException {
        Process owner = startOwner();
        ProcessHandle server = serverOf(owner);
        owner.destroyForcibly();
        awaitEnd(server);
    }

    private static void awaitEnd(ProcessHandle server) {
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> !server.isAlive());
    }

    private static ProcessHandle serverOf(Process owner) throws IOException {
        BufferedReader output = owner.inputReader();
        ProcessHandle server =
                ProcessHandle.of(Long.parseLong(output.readLine())).orElseThrow();
        assertThat(server.isAlive()).isTrue();
        return server;
    }

    private Process startOwner() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                Owner.class.getName(),
                directory.toString());
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    /** Starts a server, freezes it, prints its process id and stays. */
    static final class Owner {
        private Owner() {}

        public static void main(String[] args) throws InterruptedException {
            Path directory = Path.of(args[0]);
            RedisServer server = new RedisServer(directory.resolve("data"), 0, directory.resolve("redis.log"));
            server.start();
            server.pause();
            System.out.println(server.pid());
            Thread.currentThread().join();
        }
    }
}
