package coupon.local;

import coupon.local.server.AppOptions;
import coupon.local.server.AppServer;
import coupon.local.server.Directories;
import coupon.local.server.JvmServer;
import coupon.local.server.Launcher;
import coupon.local.server.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The whole system on this machine: Kafka, MariaDB and Redis, the API and workers, each in a process of its own. In Redis
 * mode it is the same without Kafka.
 *
 * <p>Each can be stopped, killed, frozen and started again while the others run. Nothing outlives the JVM that started
 * the stack.
 */
public final class Stack extends StackServers implements AutoCloseable {
    private static final String FIRST_COUPON = "INSERT IGNORE INTO coupon (coupon_id, name, total_quantity, stock)"
            + " VALUES (1, 'Welcome coupon', 100, 100)";
    /** As the API records a coupon that it makes; the audit reads it. */
    private static final String FIRST_COUPON_RECORD =
            "INSERT INTO coupon_stock_change (coupon_id, changed_by, quantity, reason)"
                    + " VALUES (1, 'deploy/local/up', 100, 'created')";

    private final Consumer<String> console;
    private final Supervisor supervisor;
    private final Runnable closeAtExit = this::close;
    private final Object stateFile = new Object();
    private volatile boolean ready;
    private volatile boolean closed;

    private Stack(StackSettings settings, Consumer<String> console) {
        super(settings);
        this.console = console;
        this.supervisor = new Supervisor(Supervisor.BackOff.DEFAULT, console, this::writeState);
    }

    /**
     * Starts everything and returns when all of it is ready and coupon 1 is there; of a supervised stack only one worker,
     * see {@link #startFollowers}.
     *
     * @param console receives what happens, one line at a time, also later, and from any thread
     * @param prepared is given the stack before its servers start, such as to add to their settings
     * @throws StackException if it cannot be started as asked; nothing is left running then
     */
    public static Stack start(StackSettings settings, Consumer<String> console, Consumer<Stack> prepared) {
        Preflight.check(settings);
        Stack stack = new Stack(settings, console);
        prepared.accept(stack);
        Launcher.beforeTheKill(stack.closeAtExit);
        try {
            stack.startAll();
        } catch (RuntimeException e) {
            boolean closedMeanwhile = stack.closed;
            stack.killAll();
            stack.close();
            throw new StackException(closedMeanwhile ? "stopped while starting" : String.valueOf(e.getMessage()), e);
        }
        return stack;
    }

    /** Stops the API and the workers, each with time to finish what it does, and then the servers. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        console.accept("Stopping the API and the workers");
        supervisor.close();
        Parallel.forEach(apps(), ServerProcess::stop);
        console.accept("Stopping " + backendNames());
        Parallel.forEach(backends(), ServerProcess::stop);
        StackState.delete(settings.dataDir());
        Launcher.forget(closeAtExit);
        console.accept("Stopped");
    }

    /** All at once: an application that finds its database or its broker missing waits for it. */
    private void startAll() {
        if (settings.fresh()) {
            deleteData();
        }
        all().forEach(server -> setAside(server.log()));
        writeState();
        List<AppServer> apps = apps();
        apps.removeAll(followers());
        lighten();
        console.accept("Starting " + backendNames() + ", the API and " + (apps.size() - 1) + " worker(s)");
        backends().forEach(ServerProcess::launch);
        database().awaitAnswer();
        apps.forEach(ServerProcess::launch);
        List<ServerProcess> started = new ArrayList<>(backends());
        started.addAll(apps);
        Parallel.forEach(started, this::await, this::killAll);
        insertFirstCoupon();
        makeArchives();
        if (settings.supervised()) {
            started.forEach(supervisor::watch);
            console.accept(welcome()); // before the state file says that it is ready
        }
        ready = true;
        writeState();
    }

    /** What the servers have stored, and nothing else that may be in the directory. */
    private void deleteData() {
        for (String server : List.of("kafka", "mariadb", "mariadb.new", "redis")) {
            Directories.delete(settings.dataDir().resolve(server));
        }
    }

    /** Workers that are started when the stack is ready, where somebody waits for that: it is sooner then. */
    private List<AppServer> followers() {
        List<AppServer> workers = workers();
        return settings.supervised() && workers.size() > 1 ? workers.subList(1, workers.size()) : List.of();
    }

    private void lighten() {
        List<JvmServer> jvms = all().stream()
                .filter(JvmServer.class::isInstance)
                .map(JvmServer.class::cast)
                .toList();
        int cores = Runtime.getRuntime().availableProcessors();
        if (settings.supervised() && jvms.size() > cores) {
            console.accept(jvms.size() + " JVMs on " + cores
                    + " core(s): they do without the optimizing compiler, which"
                    + " would take the CPU time of the first minutes ("
                    + String.join(" ", AppOptions.LIGHT.jvmArguments()) + ")");
            jvms.forEach(jvm -> jvm.setOptions(AppOptions.LIGHT));
        }
    }

    /** Starts the workers that {@link #start} has left out, one after the other. */
    void startFollowers() {
        try {
            for (AppServer worker : followers()) {
                launchUnlessClosed(worker);
                await(worker);
                supervisor.watch(worker);
                writeState();
            }
        } catch (RuntimeException failure) {
            if (!closed) {
                console.accept("Not all of the stack could be started: " + failure.getMessage());
            }
        }
    }

    private synchronized void launchUnlessClosed(ServerProcess server) {
        if (closed) {
            throw new StackException("stopped while starting");
        }
        server.launch();
    }

    /** One process of each program that has started, before it is said to be ready: the followers start sooner. */
    private void makeArchives() {
        Stream<JvmServer> oneOfEach =
                Stream.concat(Stream.of(kafka(), api()), workers().stream().limit(1));
        Parallel.forEach(oneOfEach.toList(), JvmServer::makeArchive);
    }

    /** Renames {@code x.log} to {@code x.log.1}: each run begins its logs anew and keeps those of the run before. */
    static void setAside(Path log) {
        try {
            if (Files.exists(log)) {
                Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void await(ServerProcess server) {
        server.awaitAnswer();
        console.accept("  %-12s ready on port %d after %.1f s"
                .formatted(server.name(), server.port(), server.sinceLaunch().toMillis() / 1e3));
    }

    private void insertFirstCoupon() {
        try (Connection connection = database().connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            if (statement.executeUpdate(FIRST_COUPON) == 1) {
                statement.executeUpdate(FIRST_COUPON_RECORD);
            }
            connection.commit();
        } catch (SQLException e) {
            throw new StackException("coupon 1 could not be made: " + e.getMessage(), e);
        }
    }

    private void writeState() {
        synchronized (stateFile) {
            if (!closed) {
                state(ready).write(settings.dataDir());
            }
        }
    }

    private void killAll() {
        all().forEach(ServerProcess::kill);
    }
}
