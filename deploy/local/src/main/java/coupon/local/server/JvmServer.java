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
    private volatile @Nullable ClassArchive archive;

    JvmServer(String name, int port, Path log) {
        super(name, port, log);
    }

    /** Takes effect at the next start. */
    public final void setJvmOptions(List<String> options) {
        this.options = List.copyOf(options);
    }

    /** Has this process write the archive that later starts use, unless there is one; it stands still meanwhile. */
    public final void makeArchive() {
        ClassArchive wanted = archive;
        try {
            if (wanted != null) {
                wanted.make(pid());
            }
        } catch (IOException unwritten) {
            // then the next start takes as long as this one
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    /** The launcher and the options that come before a server's own. */
    final List<String> jvm(String program, @Nullable ClassPath classPath) throws IOException {
        List<String> command = new ArrayList<>(List.of(Java.launcher()));
        command.addAll(options);
        if (classPath != null) {
            archive = ClassArchive.of(program, classPath);
            command.addAll(archive.options());
        }
        return command;
    }
}
