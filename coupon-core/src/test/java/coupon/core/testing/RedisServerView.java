package coupon.core.testing;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** What an operator has to say to Redis. */
public final class RedisServerView {
    private RedisServerView() {}

    public static String version(int port) {
        String name = "redis_version:";
        return answer(port, "INFO server", name).substring(name.length());
    }

    /** Its append-only file then tells all that ever happened; it also spares Redis the work in the middle of a run. */
    public static void neverRewrites(int port) {
        answer(port, "CONFIG SET auto-aof-rewrite-percentage 0", "+OK");
    }

    /**
     * Returns when the append-only file has everything. Redis answers before it has written, when an earlier flush to
     * the disk takes its time.
     */
    public static void awaitWritten(int port) {
        String name = "aof_buffer_length:";
        await().pollInterval(Duration.ofMillis(50))
                .until(() -> answer(port, "INFO persistence", name).equals(name + "0"));
    }

    /** The first line that begins so. */
    private static String answer(int port, String command, String begin) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith(begin)) {
                    return line;
                }
                if (line.startsWith("-")) {
                    throw new IllegalStateException(command + ": " + line);
                }
            }
            throw new IllegalStateException(command + ": no answer");
        } catch (IOException e) {
            throw new UncheckedIOException(command, e);
        }
    }
}
