package coupon.local;

import coupon.local.server.Directories;
import java.nio.file.Path;
import java.util.List;

/** What the servers have stored. */
final class StackData {
    private StackData() {}

    /** Deletes the servers' data, and nothing else that may be in the directory. No stack may run on it. */
    static void delete(Path dataDir) {
        for (String server : List.of("kafka", "mariadb", "mariadb.new", "redis")) {
            Directories.delete(dataDir.resolve(server));
        }
    }
}
