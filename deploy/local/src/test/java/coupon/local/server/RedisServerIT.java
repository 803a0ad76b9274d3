package coupon.local.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

class RedisServerIT extends ServerProcessContract<RedisServer> {
    @Override
    RedisServer server(Path dataDir, int port, Path log) {
        return new RedisServer(dataDir, port, log);
    }

    @Override
    void write(RedisServer server, String text) throws IOException {
        call(server, "SET key \"" + text + "\"", 1);
    }

    @Override
    String read(RedisServer server) throws IOException {
        return call(server, "GET key", 2);
    }

    /** The line of the answer with that number. */
    private static String call(RedisServer server, String command, int line) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(2_000);
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
            BufferedReader answer =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            for (int skipped = 1; skipped < line; skipped++) {
                answer.readLine();
            }
            return answer.readLine();
        }
    }
}
