package coupon.local.server;

import java.nio.file.Path;

/**
 * One server on this machine, in a process of its own.
 *
 * <p>It keeps its port and its data over any number of starts. It never outlives the JVM that started it.
 */
public interface LocalServer extends AutoCloseable {
    /** What to call it in messages, such as {@code kafka} or {@code worker-2}. */
    String name();

    /** The port it serves on 127.0.0.1, the same before and after a start. */
    int port();

    /** Where its output goes, appended to. */
    Path log();

    /**
     * The process id.
     *
     * @throws IllegalStateException if it was never started
     */
    long pid();

    boolean isAlive();

    /**
     * Starts the process and returns when it answers; after a stop or a kill, with the same port and data.
     *
     * @throws IllegalStateException if it is running, or a port it wants is taken
     * @throws ServerStartException if it ends, or does not answer in time; no process is left then
     */
    void start();

    /** Asks it to end (SIGTERM), waits, and kills it if it takes too long. Nothing happens if it is not running. */
    void stop();

    /** Ends it at once (SIGKILL), frozen or not, and waits. Nothing happens if it is not running. */
    void kill();

    /** Freezes it (SIGSTOP): its connections stay open and nothing answers. */
    void pause();

    /** Lets a frozen one go on (SIGCONT). */
    void resume();

    /** The same as {@link #kill()}. */
    @Override
    default void close() {
        kill();
    }
}
