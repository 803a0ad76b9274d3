package coupon.local.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Starts processes that do not outlive this JVM.
 *
 * <p>A shutdown hook kills them. Where the system can, each child is also told to die with its parent, for the case
 * that the JVM itself is killed, and gets a session of its own, so that Ctrl-C in a terminal reaches the JVM alone and
 * the children end in the order it decides.
 */
public final class Launcher {
    private static final Set<Process> CHILDREN = ConcurrentHashMap.newKeySet();
    private static final Deque<Runnable> BEFORE_THE_KILL = new ConcurrentLinkedDeque<>();

    /** The system ties "dies with its parent" to the thread that starts the child, so this thread never ends. */
    private static final ExecutorService LAUNCHING_THREAD = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "launcher");
        thread.setDaemon(true);
        return thread;
    });

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

    static Process launch(ProcessBuilder builder) {
        List<String> command = new ArrayList<>(WRAPPER);
        command.addAll(builder.command());
        builder.command(command);
        try {
            return LAUNCHING_THREAD.submit(() -> register(builder.start())).get();
        } catch (ExecutionException e) {
            throw new UncheckedIOException(new IOException("cannot start " + command, e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting " + command, e);
        }
    }

    private static Process register(Process process) {
        CHILDREN.add(process);
        var unused = process.onExit().thenAccept(CHILDREN::remove);
        return process;
    }

    private static List<String> wrapper() {
        List<String> wrapper = new ArrayList<>();
        if (works("setsid", "true")) {
            wrapper.add("setsid");
        }
        if (works("setpriv", "--pdeathsig", "KILL", "true")) {
            wrapper.addAll(List.of("setpriv", "--pdeathsig", "KILL"));
        }
        return wrapper;
    }

    private static boolean works(String... command) {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
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
        BEFORE_THE_KILL.forEach(Runnable::run);
        CHILDREN.forEach(Process::destroyForcibly);
        CHILDREN.forEach(process -> process.onExit().join());
    }
}
