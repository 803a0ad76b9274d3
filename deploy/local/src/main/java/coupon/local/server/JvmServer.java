package coupon.local.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A server in a JVM, to whose settings more can be added. */
public abstract class JvmServer extends ServerProcess {
    private volatile AppOptions added = AppOptions.NONE;
    private volatile @Nullable ClassArchive archive;

    JvmServer(String name, Path log, int... ports) {
        super(name, log, ports);
    }

    /** The launcher of the Java that runs this JVM. */
    public static String launcher() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** What is added to its settings, from the next start. */
    public final void setOptions(AppOptions options) {
        added = options;
    }

    /** Has this process write the archive that later starts use, unless there is one; it stands still meanwhile. */
    public final void makeArchive() {
        ClassArchive wanted = archive;
        if (wanted != null) {
            wanted.make(pid());
        }
    }

    /** A JVM with the server's own options and environment, and what is added to them. */
    final ProcessBuilder jvm(ClassArchive classes, AppOptions own, List<String> program) {
        archive = classes;
        AppOptions all = own.and(added);
        List<String> command = new ArrayList<>(List.of(launcher()));
        command.addAll(classes.options());
        command.addAll(all.jvmArguments());
        command.addAll(program);
        ProcessBuilder builder = Launcher.process(command);
        builder.environment().putAll(all.environment());
        return builder;
    }
}
