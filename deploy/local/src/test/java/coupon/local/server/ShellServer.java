package coupon.local.server;

import java.nio.file.Files;
import java.nio.file.Path;

/** A stand-in for a server: a shell script, which answers once it has made the file {@code ready} in its directory. */
public final class ShellServer extends ServerProcess {
    private final Path directory;
    private final String script;

    public ShellServer(Path directory, String script) {
        super("shell", directory.resolve("shell.log"), 0);
        this.directory = directory;
        this.script = script;
    }

    @Override
    ProcessBuilder prepare() {
        return new ProcessBuilder("sh", "-c", script).directory(directory.toFile());
    }

    @Override
    boolean answers() {
        return Files.exists(directory.resolve("ready"));
    }
}
