package coupon.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Each run of the stack begins its logs anew and keeps those of the run before. */
final class Logs {
    private Logs() {}

    /** Renames {@code x.log}, if it is there, to {@code x.log.1}. */
    static void setAside(Path log) {
        if (!Files.exists(log)) {
            return;
        }
        try {
            Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
