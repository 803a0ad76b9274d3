package coupon.local.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One server on this machine, in a process of its own.
 *
 * <p>It keeps its ports and its data over any number of starts. It never outlives the JVM that started it. A subclass says
 * what is started and how one sees it answer.
 */
public abstract class ServerProcess implements AutoCloseable {
    /** What a server has to answer in, to count as one that does. */
    static final int PROBE_MAX_MILLIS = 2_000;

    private static final Duration PROBE_INTERVAL = Duration.ofMillis(50);
    private static final Duration START_MAX = Duration.ofMinutes(3); // several JVMs start at once, maybe on two cores
    private static final Duration STOP_MAX = Duration.ofSeconds(30);
    private static final int LOG_END_BYTES = 4_096;

    private final String name;
    private final Path log;
    private final List<Integer> ports;

    private volatile @Nullable Process process;
    private volatile long launchedNanos;

    /** A server, not started yet; it serves on the first of the ports, and 0 is any that is free. */
    ServerProcess(String name, Path log, int... ports) {
        this.name = name;
        this.log = log.toAbsolutePath();
        this.ports = IntStream.of(ports)
                .map(port -> port == 0 ? Ports.free() : port)
                .boxed()
                .toList();
    }

    /** The command that runs the server, with all it needs (files, directories) in place. */
    abstract ProcessBuilder prepare() throws IOException;

    /** Whether the running server does its work; any exception means "not yet". */
    abstract boolean answers() throws Exception;

    /** Such as {@code kafka} or {@code consumer-2}. */
    public final String name() {
        return name;
    }

    /** The port it serves on 127.0.0.1, the same before and after a start. */
    public final int port() {
        return ports.get(0);
    }

    /** All that it listens on, which must be free before a start. */
    public final List<Integer> ports() {
        return ports;
    }

    /** Where its output goes, appended to. */
    public final Path log() {
        return log;
    }

    /** The process id; an {@link IllegalStateException} if it was never started. */
    public final long pid() {
        return started().pid();
    }

    public final boolean isAlive() {
        Process current = process;
        return current != null && current.isAlive();
    }

    /** Completes with the exit code of the process that was launched last, when it has ended. */
    public final CompletableFuture<Integer> onExit() {
        return started().onExit().thenApply(Process::exitValue);
    }

    /**
     * Starts the process and returns when it answers; after a stop or a kill, with the same ports and data.
     *
     * @throws IllegalStateException if it is running, a port it wants is taken, it ends, or it does not answer in time
     */
    public final void start() {
        launch();
        awaitAnswer();
    }

    /** Starts the process without waiting for it to answer; otherwise as {@link #start()}. */
    public final synchronized void launch() {
        if (isAlive()) {
            throw new IllegalStateException(name + " is running");
        }
        for (int wanted : ports) {
            if (Ports.isTaken(wanted)) {
                throw new IllegalStateException("port " + wanted + ", which " + name + " wants, is in use");
            }
        }
        launchedNanos = System.nanoTime();
        try {
            Files.createDirectories(log.getParent());
            process = Launcher.launch(prepare(), Redirect.appendTo(log.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name, e);
        }
    }

    /** Returns when the launched process answers; if it does not in time, it is killed. Fails as {@link #start()}. */
    public final void awaitAnswer() {
        Process current = started();
        long deadline = System.nanoTime() + START_MAX.toNanos();
        while (true) {
            boolean alive = current.isAlive(); // asked first: one that answered and then ended has answered
            if (answersNow()) {
                return;
            }
            if (!alive) {
                throw failed("ended with exit code " + current.exitValue());
            }
            if (System.nanoTime() > deadline || Thread.currentThread().isInterrupted()) {
                kill();
                throw failed("did not answer on port " + port() + " within " + START_MAX.toSeconds() + " s");
            }
            LockSupport.parkNanos(PROBE_INTERVAL.toNanos());
        }
    }

    /** How long ago the process was launched that was launched last. */
    public final Duration sinceLaunch() {
        return Duration.ofNanos(System.nanoTime() - launchedNanos);
    }

    /** Asks it to end (SIGTERM), waits, and kills it if it takes too long. Nothing happens if it is not running. */
    public final void stop() {
        if (isAlive()) {
            Launcher.end(started().toHandle(), STOP_MAX);
            kill();
        }
    }

    /** Ends it at once (SIGKILL), frozen or not, and waits. Nothing happens if it is not running. */
    public final void kill() {
        Process current = process;
        if (current != null) {
            current.destroyForcibly().onExit().join();
        }
    }

    /** Freezes it (SIGSTOP) and returns when it is frozen: its connections stay open and nothing answers. */
    public final void pause() {
        Launcher.freeze(pid());
    }

    /** Lets a frozen one go on (SIGCONT). */
    public final void resume() {
        Launcher.signal("CONT", pid());
    }

    @Override
    public final void close() {
        kill();
    }

    private boolean answersNow() {
        try {
            return answers();
        } catch (Exception notYet) {
            return false;
        }
    }

    /** The first bytes of what the running server responds to this request. */
    final byte[] response(byte[] request, int bytes) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.setSoTimeout(PROBE_MAX_MILLIS);
            socket.getOutputStream().write(request);
            return socket.getInputStream().readNBytes(bytes);
        }
    }

    /** The message names the server, its log, and the end of what it logged. */
    final IllegalStateException failed(String what) {
        return new IllegalStateException(name + " " + what + "; the end of " + log + ":\n" + endOfLog());
    }

    private String endOfLog() {
        try (InputStream in = Files.newInputStream(log)) {
            in.skipNBytes(Math.max(0, Files.size(log) - LOG_END_BYTES));
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
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
