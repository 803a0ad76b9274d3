package coupon.local.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every local server does; a server says how to write a text into it and how to read it back. A start may take
 * seconds, so that the tests share one server and start again what they have ended only when the next one needs it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class ServerProcessContract<S extends ServerProcess> {
    S server;

    private Path directory;

    @BeforeAll
    void make(@TempDir Path shared) {
        directory = shared;
        server = server("a", 0);
    }

    @BeforeEach
    void startIfEnded() {
        if (server.isAlive()) {
            server.resume(); // if a test has failed while it was frozen
        } else {
            server.start();
        }
    }

    @AfterAll
    void close() {
        server.close();
    }

    abstract S server(Path dataDir, int port, Path log);

    abstract void write(S server, String text) throws Exception;

    /** The text written last; an exception if the server does not answer within a few seconds. */
    abstract String read(S server) throws Exception;

    @Test
    void keeps_its_data_and_its_port_over_a_kill_and_over_a_stop() throws Exception {
        int port = server.port();
        write(server, "first");
        server.kill();
        assertThat(server.isAlive()).isFalse();

        server.start();
        assertThat(read(server)).isEqualTo("first");
        write(server, "second");
        server.stop();
        assertThat(server.isAlive()).isFalse();

        server.start();
        assertThat(read(server)).isEqualTo("second");
        assertThat(server.port()).isEqualTo(port);
    }

    @Test
    void frozen_it_does_not_answer_and_goes_on_where_it_was() throws Exception {
        write(server, "kept");

        server.pause();
        assertThatThrownBy(() -> read(server)).isInstanceOf(Exception.class);
        assertThat(server.isAlive()).isTrue();

        server.resume();
        assertThat(read(server)).isEqualTo("kept");
    }

    @Test
    @Order(Integer.MAX_VALUE) // after it the server would have to be started again
    void a_frozen_one_can_be_stopped_and_closed_and_leaves_no_process_and_a_new_object_finds_the_data()
            throws Exception {
        write(server, "kept");
        server.pause();
        server.stop();
        assertThat(ProcessHandle.of(server.pid())).isEmpty();

        server = server("a", 0);
        server.start();
        assertThat(read(server)).isEqualTo("kept");
        server.pause();
        server.close();
        assertThat(ProcessHandle.of(server.pid())).isEmpty();
        assertThatCode(server::close).doesNotThrowAnyException();
    }

    @Test
    void two_run_at_once() throws Exception {
        try (S other = server("other", 0)) {
            other.start();

            write(server, "of the one");
            write(other, "of the other");

            assertThat(read(server)).isEqualTo("of the one");
            assertThat(read(other)).isEqualTo("of the other");
        }
    }

    @Test
    void a_port_in_use_is_named_and_nothing_is_started() throws IOException {
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), Ports.free()));
            try (S late = server("late", taken.getLocalPort())) {
                assertThatThrownBy(late::start)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("port " + taken.getLocalPort())
                        .hasMessageContaining(late.name());
                assertThat(late.isAlive()).isFalse();
            }
        }
    }

    private S server(String name, int port) {
        return server(directory.resolve(name), port, directory.resolve("logs").resolve(name + ".log"));
    }
}
