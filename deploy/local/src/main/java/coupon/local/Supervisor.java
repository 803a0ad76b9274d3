package coupon.local;

import coupon.local.server.ServerProcess;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Starts again what ends by itself, until it is closed, and says so. */
final class Supervisor implements AutoCloseable {
    private final BackOff backOff;
    private final Consumer<String> console;
    private final Runnable onRestart;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread supervisor = new Thread(task, "supervisor");
        supervisor.setDaemon(true);
        return supervisor;
    });

    /** A supervisor of nothing yet; {@code onRestart} runs after each restart, on the supervisor's thread. */
    Supervisor(BackOff backOff, Consumer<String> console, Runnable onRestart) {
        this.backOff = backOff;
        this.console = console;
        this.onRestart = onRestart;
    }

    /** Looks after a process that has been started. */
    void watch(ServerProcess server) {
        watch(server, Duration.ZERO);
    }

    private void watch(ServerProcess server, Duration lastWait) {
        var unused = server.onExit().thenAcceptAsync(exitCode -> ended(server, exitCode, lastWait), thread);
    }

    private void ended(ServerProcess server, int exitCode, Duration lastWait) {
        Duration wait = backOff.after(lastWait, server.sinceLaunch());
        console.accept(server.name() + " ended with exit code " + exitCode + " and is started again in "
                + wait.toMillis() + " ms; its log: " + server.log());
        restartAfter(wait, server);
    }

    private void restartAfter(Duration wait, ServerProcess server) {
        var unused = thread.schedule(() -> restart(server, wait), wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void restart(ServerProcess server, Duration lastWait) {
        try {
            server.launch();
            onRestart.run();
            watch(server, lastWait);
        } catch (RuntimeException e) {
            Duration wait = backOff.after(lastWait, Duration.ZERO);
            console.accept(server.name() + " could not be started (" + e.getMessage() + ") and is tried again in "
                    + wait.toMillis() + " ms");
            restartAfter(wait, server);
        }
    }

    /** Ends the watching; no restart is under way when it returns. The processes stay as they are. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            thread.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * How long to wait before a restart: doubled each time, from {@code first} to {@code longest}; from {@code first} again
     * once the process has stayed up for {@code stable}.
     */
    record BackOff(Duration first, Duration longest, Duration stable) {
        static final BackOff DEFAULT =
                new BackOff(Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofMinutes(1));

        /**
         * The next wait.
         *
         * @param last the wait before the process was started, zero for the first start
         * @param up how long it then stayed up
         */
        Duration after(Duration last, Duration up) {
            if (last.isZero() || up.compareTo(stable) >= 0) {
                return first;
            }
            Duration doubled = last.multipliedBy(2);
            return doubled.compareTo(longest) < 0 ? doubled : longest;
        }
    }
}
