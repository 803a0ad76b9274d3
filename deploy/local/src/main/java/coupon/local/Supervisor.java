package coupon.local;

import coupon.local.server.ServerProcess;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/** Starts again what ends by itself, until it is closed, and says so. */
final class Supervisor implements AutoCloseable {
    private final BackOff backOff;
    private final Consumer<String> console;
    private final Runnable onRestart;
    private final List<Thread> watchers = new CopyOnWriteArrayList<>();
    private boolean closed;

    /** A supervisor of nothing yet; {@code onRestart} runs after each restart, on a thread of the supervisor. */
    Supervisor(BackOff backOff, Consumer<String> console, Runnable onRestart) {
        this.backOff = backOff;
        this.console = console;
        this.onRestart = onRestart;
    }

    /** Looks after a process that has been started. */
    synchronized void watch(ServerProcess server) {
        if (closed) {
            return;
        }
        Thread watcher = new Thread(() -> watchUntilInterrupted(server), "watch-" + server.name());
        watcher.setDaemon(true);
        watchers.add(watcher);
        watcher.start();
    }

    /** Ends the watching; no restart is under way when it returns. The processes stay as they are. */
    @Override
    public void close() {
        refuseMore();
        watchers.forEach(Thread::interrupt);
        for (Thread watcher : watchers) {
            try {
                watcher.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private synchronized void refuseMore() {
        closed = true;
    }

    private void watchUntilInterrupted(ServerProcess server) {
        Duration wait = Duration.ZERO;
        try {
            while (!Thread.interrupted()) {
                long since = System.nanoTime();
                int exitCode = server.onExit().get();
                wait = backOff.after(wait, Duration.ofNanos(System.nanoTime() - since));
                console.accept(server.name() + " ended with exit code " + exitCode + " and is started again in "
                        + wait.toMillis() + " ms; its log: " + server.log());
                wait = restart(server, wait);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("lost sight of " + server.name(), e);
        }
    }

    /** Returns the wait that preceded the start that worked. */
    private Duration restart(ServerProcess server, Duration firstWait) throws InterruptedException {
        Duration wait = firstWait;
        while (true) {
            Thread.sleep(wait.toMillis());
            try {
                server.launch();
                onRestart.run();
                return wait;
            } catch (RuntimeException e) {
                wait = backOff.after(wait, Duration.ZERO);
                console.accept(server.name() + " could not be started (" + e.getMessage() + ") and is tried again in "
                        + wait.toMillis() + " ms");
            }
        }
    }
}
