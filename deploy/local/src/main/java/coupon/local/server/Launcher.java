package coupon.local.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Starts processes that do not outlive this JVM.
 *
 * <p>A shutdown hook kills them. Where the system can, each child is also set to die with its parent, for the case
 * that the JVM itself is killed, and gets a session of its own, so that Ctrl-C in a terminal reaches the JVM alone and
 * the children end in the order it decides.
 */
public final class Launcher {
    /**
     * What of the user's environment reaches the servers: what the system needs, and what {@code deploy/local/up --help}
     * lists. A variable that was exported for something else, such as {@code MANAGEMENT_SERVER_PORT} or
     * {@code JAVA_TOOL_OPTIONS}, must not change what a stack is.
     */
    private static final Pattern FOR_SERVERS = Pattern.compile("PATH|HOME|TMPDIR|LD_LIBRARY_PATH|TZ"
            + "|(APP_|LOGGING_LEVEL_|MANAGEMENT_OPENTELEMETRY_|MANAGEMENT_TRACING_|SPRING_PROFILES_INCLUDE"
            + "|SPRING_SECURITY_).*");

    /** Ends when the process has stopped, or has ended; at once where there is no {@code ps}, after 10 s at the latest. */
    private static final String AWAIT_STOPPED =
            "for i in $(seq 1000); do case $(ps -o state= -p $0) in T*|Z*|'') exit;; esac; sleep 0.01; done";

    private static final Redirect NOTHING = Redirect.from(Path.of("/dev/null").toFile());
    private static final Set<Process> CHILDREN = ConcurrentHashMap.newKeySet();
    private static final Deque<Runnable> BEFORE_THE_KILL = new ConcurrentLinkedDeque<>();

    /** The system ties "dies with its parent" to the thread that starts the child, so this thread never ends. */
    private static final ExecutorService LAUNCHING_THREAD = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "launcher");
        thread.setDaemon(true);
        return thread;
    });

    private static volatile boolean ending;

    private static final List<String> WRAPPER = wrapper();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(Launcher::endAll, "end-children"));
    }

    private Launcher() {}

    /** Has {@code task} run when this JVM ends, before the children that are left are killed; the latest first. */
    public static void beforeTheKill(Runnable task) {
        BEFORE_THE_KILL.addFirst(task);
    }

    public static void forget(Runnable task) {
        BEFORE_THE_KILL.remove(task);
    }

    /** What to put before a command so that signals of the terminal do not reach it; empty where that cannot be had. */
    public static List<String> ownSession() {
        return works("setsid", "true") ? List.of("setsid") : List.of();
    }

    /** Asks a process to end (SIGTERM), frozen or not, and returns when it has ended or the time is over. */
    public static void end(ProcessHandle process, Duration timeout) {
        process.destroy();
        signal("CONT", process.pid()); // a frozen process would never see the request to end
        process.onExit()
                .completeOnTimeout(process, timeout.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    /**
     * Freezes a process (SIGSTOP) and returns when it stands still. The signal alone does not say so: on a busy machine the
     * process was seen to go on for a tenth of a second.
     */
    static void freeze(long pid) {
        signal("STOP", pid);
        works("sh", "-c", AWAIT_STOPPED, Long.toString(pid));
    }

    /** Sends a process a signal, such as {@code CONT}. */
    static void signal(String signal, long pid) {
        works("kill", "-" + signal, Long.toString(pid));
    }

    /** A process, not launched yet, with what is for servers of the environment of this one. */
    static ProcessBuilder process(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        clean(builder.environment());
        return builder;
    }

    static void clean(Map<String, String> environment) {
        environment.keySet().removeIf(name -> !FOR_SERVERS.matcher(name).matches());
        environment.put("LC_ALL", "C.UTF-8"); // paths and digits as they are written here
    }

    /** Launches it; nothing is its input if it has none. */
    static Process launch(ProcessBuilder builder, Redirect output) {
        List<String> command = new ArrayList<>(WRAPPER);
        command.addAll(builder.command());
        builder.command(command).redirectErrorStream(true).redirectOutput(output);
        if (builder.redirectInput() == Redirect.PIPE) {
            builder.redirectInput(NOTHING);
        }
        return CompletableFuture.supplyAsync(() -> start(builder), LAUNCHING_THREAD)
                .join();
    }

    private static Process start(ProcessBuilder builder) {
        if (ending) {
            throw new IllegalStateException("not started, because this JVM is ending: " + builder.command());
        }
        try {
            Process process = builder.start();
            CHILDREN.add(process);
            var unused = process.onExit().thenAccept(CHILDREN::remove);
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + builder.command(), e);
        }
    }

    private static List<String> wrapper() {
        List<String> wrapper = new ArrayList<>(ownSession());
        if (works("setpriv", "--pdeathsig", "KILL", "true")) {
            wrapper.addAll(List.of("setpriv", "--pdeathsig", "KILL"));
        }
        return wrapper;
    }

    private static boolean works(String... command) {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void endAll() {
        ending = true;
        BEFORE_THE_KILL.forEach(Runnable::run);
        CompletableFuture.runAsync(() -> {}, LAUNCHING_THREAD).join(); // whatever was being started is known now
        CHILDREN.forEach(Process::destroyForcibly);
        CHILDREN.forEach(process -> process.onExit().join());
    }
}
