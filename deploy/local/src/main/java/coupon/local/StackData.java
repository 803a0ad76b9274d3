package coupon.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What the servers have stored. */
final class StackData {
    private StackData() {}

    /** Deletes the servers' data, and nothing else that may be in the directory. No stack may run on it. */
    static void delete(Path dataDir) {
        for (String server : List.of("kafka", "mariadb", "mariadb.new", "redis")) {
            deleteTree(dataDir.resolve(server));
        }
    }

    private static void deleteTree(Path directory) {
        if (Files.notExists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + directory, e);
        }
    }
}
