package coupon.local.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.stream.Stream;

/** What is done with whole directories. */
public final class Directories {
    private Directories() {}

    /** What is to be in a directory. */
    interface Content {
        void writeTo(Path directory) throws IOException;
    }

    /**
     * Makes a directory, unless it is there, under another name, and renames it when it is whole. Of several who make it at
     * once, all use the first one's.
     */
    static void make(Path home, Content content) throws IOException {
        if (Files.isDirectory(home)) {
            return;
        }
        Files.createDirectories(home.getParent());
        Path fresh = Files.createTempDirectory(home.getParent(), "new-");
        try {
            content.writeTo(fresh);
            Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!Files.isDirectory(home)) {
                throw e;
            }
        } finally {
            delete(fresh);
        }
    }

    /** Deletes what the directory holds by names of this form (a glob). */
    static void deleteIn(Path directory, String names) throws IOException {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, names)) {
            found.forEach(Directories::delete);
        }
    }

    /** Deletes a directory with all that is in it, or a file, if it is there. */
    public static void delete(Path directory) {
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
