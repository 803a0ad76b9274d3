package coupon.local.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A Redis server that answers when what it received is on the disk, in its append-only file. */
public final class RedisServer extends ServerProcess {
    private final Path dataDir;

    /** A server, not started yet, that keeps its data in {@code dataDir}, made if missing; port 0 is any that is free. */
    public RedisServer(Path dataDir, int port, Path log) {
        super("redis", log, port);
        this.dataDir = dataDir.toAbsolutePath();
    }

    @Override
    ProcessBuilder prepare() throws IOException {
        Files.createDirectories(dataDir);
        String binary = binary();
        Path home = Binaries.unpacked(binary, binary, "", Pattern.quote(binary));
        List<String> command = new ArrayList<>(List.of(home.resolve(binary).toString(), "--port", "" + port()));
        command.addAll(List.of("--bind", "127.0.0.1", "--save", "", "--appendonly", "yes", "--appendfsync", "always"));
        return Launcher.process(command).directory(dataDir.toFile());
    }

    @Override
    boolean answers() throws IOException {
        byte[] ping = "PING\r\n".getBytes(StandardCharsets.US_ASCII);
        return new String(response(ping, 5), StandardCharsets.US_ASCII).equals("+PONG");
    }

    private static String binary() {
        if (Binaries.MAC) {
            return Binaries.ARM ? "redis-server-6.2.6-v5-darwin-arm64" : "redis-server-6.2.6-v5-darwin-amd64";
        }
        return Binaries.ARM ? "redis-server-6.2.7-linux-arm64" : "redis-server-6.2.6-v5-linux-amd64";
    }
}
