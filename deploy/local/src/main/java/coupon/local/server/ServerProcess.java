package coupon.local.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** What all local servers share: the life of the process. A server says how it is called and how one sees it answer. */
public abstract class ServerProcess implements LocalServer {
    private static final Duration PROBE_INTERVAL = Duration.ofMillis(50);

    private final String name;
    private final int port;
    private final Path log;
    private volatile @Nullable Process process;
    private volatile long launchedNanos;

    ServerProcess(String name, int port, Path log) {
        this.name = name;
        this.port = port;
        this.log = log.toAbsolutePath();
    }

    /** The command that runs the server, with all it needs (files, directories) in place. */
    abstract ProcessBuilder prepare() throws IOException;

    /** A process with what is for servers of the environment of this one. */
    static ProcessBuilder process(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        Environment.clean(builder.environment());
        return builder;
    }

    /** Whether the running server does its work; any exception means "not yet". */
    abstract boolean answers() throws Exception;

    /** The ports it listens on, which must be free before a start. */
    public List<Integer> ports() {
        return List.of(port);
    }

    Duration startLimit() {
        return Duration.ofSeconds(90);
    }

    Duration stopLimit() {
        return Duration.ofSeconds(30);
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final int port() {
        return port;
    }

    @Override
    public final Path log() {
        return log;
    }

    @Override
    public final long pid() {
        return started().pid();
    }

    @Override
    public final boolean isAlive() {
        Process current = process;
        return current != null && current.isAlive();
    }

    /** Completes with the exit code of the process that was launched last, when it has ended. */
    public final CompletableFuture<Integer> onExit() {
        return started().onExit().thenApply(Process::exitValue);
    }

    @Override
    public final void start() {
        launch();
        awaitAnswer();
    }

    /** Starts the process without waiting for it to answer; otherwise as {@link #start()}. */
    public final synchronized void launch() {
        if (isAlive()) {
            throw new IllegalStateException(name + " is running");
        }
        for (int wanted : ports()) {
            if (Ports.isTaken(wanted)) {
                throw new IllegalStateException("port " + wanted + ", which " + name + " wants, is in use");
            }
        }
        launchedNanos = System.nanoTime();
        try {
            Files.createDirectories(log.getParent());
            process = Launcher.launch(prepare()
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name, e);
        }
    }

    /**
     * Returns when the launched process answers.
     *
     * @throws ServerStartException if it ends, or does not answer in time; it is killed then
     */
    public final void awaitAnswer() {
        Process current = started();
        long deadline = System.nanoTime() + startLimit().toNanos();
        while (!answersNow()) {
            if (!current.isAlive()) {
                throw failed("ended with exit code " + current.exitValue());
            }
            if (System.nanoTime() > deadline || Thread.currentThread().isInterrupted()) {
                kill();
                throw failed("did not answer on port " + port + " within "
                        + startLimit().toSeconds() + " s");
            }
            LockSupport.parkNanos(PROBE_INTERVAL.toNanos());
        }
    }

    /** How long ago the process was launched that was launched last. */
    public final Duration sinceLaunch() {
        return Duration.ofNanos(System.nanoTime() - launchedNanos);
    }

    @Override
    public final void stop() {
        Process current = process;
        if (current == null || !current.isAlive()) {
            return;
        }
        current.destroy();
        resume(); // a frozen process would never see the request to end
        if (!hasEnded(current, stopLimit())) {
            kill();
        }
    }

    @Override
    public final void kill() {
        Process current = process;
        if (current != null) {
            current.destroyForcibly().onExit().join();
        }
    }

    @Override
    public final void pause() {
        signal("STOP");
    }

    @Override
    public final void resume() {
        signal("CONT");
    }

    private boolean answersNow() {
        try {
            return answers();
        } catch (Exception notYet) {
            return false;
        }
    }

    private ServerStartException failed(String what) {
        return new ServerStartException(name + " " + what + "; the end of " + log + ":\n" + LogTail.of(log));
    }

    private void signal(String signal) {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean hasEnded(Process process, Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Process started() {
        Process current = process;
        if (current == null) {
            throw new IllegalStateException(name + " was never started");
        }
        return current;
    }
}
