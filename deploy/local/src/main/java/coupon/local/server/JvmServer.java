package coupon.local.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A server in a JVM, which can be set to start with little. */
public abstract class JvmServer extends ServerProcess {
    /**
     * For JVMs that outnumber the cores: the optimizing compiler, which would take most of the CPU time of the first
     * minutes, is left out. The code that the quick one makes is two to three times as slow when it runs hot.
     */
    public static final List<String> LIGHT = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private List<String> options = List.of();
    private boolean usesArchive;
    private volatile @Nullable ClassArchive archive;

    JvmServer(String name, int port, Path log) {
        super(name, port, log);
    }

    /** Takes effect at the next start. */
    public final void setJvmOptions(List<String> options) {
        this.options = List.copyOf(options);
    }

    /** From the next start on it uses an archive of its classes if there is one, and lists them for one if not. */
    public final void useArchive() {
        usesArchive = true;
    }

    /** Makes the archive that later starts use, unless there is one. Takes a minute and only CPU time that is left over. */
    public final void makeArchive() throws IOException, InterruptedException {
        ClassArchive wanted = archive;
        if (wanted != null) {
            wanted.make();
        }
    }

    /** The launcher and the options that come before a server's own. */
    final List<String> jvm(String program, @Nullable ClassPath classPath) {
        List<String> command = new ArrayList<>(List.of(Java.launcher(), "-XX:+ExitOnOutOfMemoryError"));
        command.addAll(options);
        if (usesArchive && classPath != null) {
            archive = ClassArchive.of(program, classPath, log().resolveSibling(name() + ".classes"));
            command.addAll(archive.options());
        }
        return command;
    }
}
