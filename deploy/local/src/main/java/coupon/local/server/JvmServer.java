package coupon.local.server;

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

    JvmServer(String name, Path log, int... ports) {
        super(name, log, ports);
    }

    /** The launcher of the Java that runs this JVM. */
    public static String launcher() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Takes effect at the next start. */
    public final void setJvmOptions(List<String> options) {
        this.options = List.copyOf(options);
    }

    /** Has this process write the archive that later starts use, unless there is one; it stands still meanwhile. */
    public final void makeArchive() {
        ClassArchive wanted = archive;
        if (wanted != null) {
            wanted.make(pid());
        }
    }

    /** The launcher and the options that come before a server's own. */
    final List<String> jvm(ClassArchive classes) {
        archive = classes;
        List<String> command = new ArrayList<>(List.of(launcher()));
        command.addAll(options);
        command.addAll(classes.options());
        return command;
    }
}
