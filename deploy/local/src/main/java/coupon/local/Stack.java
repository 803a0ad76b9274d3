package coupon.local;

import coupon.local.StackSettings.QueueType;
import coupon.local.server.AppServer;
import coupon.local.server.JvmServer;
import coupon.local.server.KafkaServer;
import coupon.local.server.Launcher;
import coupon.local.server.MariaDbServer;
import coupon.local.server.Ports;
import coupon.local.server.RedisServer;
import coupon.local.server.ServerProcess;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The whole system on this machine: Kafka, MariaDB and Redis, the API and workers, each in a process of its own. In Redis
 * mode it is the same without Kafka.
 *
 * <p>Each can be stopped, killed, frozen and started again while the others run. Nothing outlives the JVM that started
 * the stack.
 */
public final class Stack implements AutoCloseable {
    private static final String FIRST_COUPON = "INSERT IGNORE INTO coupon (coupon_id, name, total_quantity, stock)"
            + " VALUES (1, 'Welcome coupon', 100, 100)";

    /** As the API records a coupon that it makes; the audit reads it. */
    private static final String FIRST_COUPON_RECORD =
            "INSERT INTO coupon_stock_change (coupon_id, changed_by, quantity, reason)"
                    + " VALUES (1, 'deploy/local/up', 100, 'created')";

    /** Requests right after the start should not compete with this work. */
    private final StackSettings settings;

    private final Consumer<String> console;
    private final StackServers servers;
    private final AppServer api;
    private final List<AppServer> otherApis = new CopyOnWriteArrayList<>();
    private final List<AppServer> workers = new CopyOnWriteArrayList<>();
    private final Supervisor supervisor;
    private final Runnable closeAtExit = this::close;
    private final Object stateFile = new Object();
    private volatile boolean ready;
    private @Nullable Thread following;
    private volatile boolean closed;

    private Stack(StackSettings settings, Consumer<String> console) {
        this.settings = settings;
        this.console = console;
        this.servers = new StackServers(settings);
        this.api = servers.api();
        for (int port : settings.ports().workers()) {
            workers.add(servers.worker(workers.size() + 1, port));
        }
        this.supervisor = new Supervisor(BackOff.DEFAULT, console, this::writeState);
    }

    /**
     * Starts everything and returns when all of it is ready and coupon 1 is there.
     *
     * @param console receives what happens, one line at a time, also later, and from any thread
     * @throws StackException if it cannot be started as asked; nothing is left running then
     */
    public static Stack start(StackSettings settings, Consumer<String> console) {
        Preflight.check(settings);
        Stack stack = new Stack(settings, console);
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

    /** Where the API's clients call, such as {@code http://127.0.0.1:9090}. */
    public URI apiUrl() {
        return URI.create("http://127.0.0.1:" + api.port());
    }

    public AppServer api() {
        return api;
    }

    /** One instance of the API more, on free ports, not started. */
    public synchronized AppServer addApi() {
        AppServer other = servers.otherApi(otherApis.size() + 2);
        otherApis.add(other);
        return other;
    }

    /** The workers, started or not, in the order of their numbers. */
    public List<AppServer> workers() {
        return Collections.unmodifiableList(workers);
    }

    /** One worker more, on a free port, not started. */
    public synchronized AppServer addWorker() {
        AppServer worker = servers.worker(workers.size() + 1, Ports.free());
        workers.add(worker);
        return worker;
    }

    public QueueType queue() {
        return settings.queue();
    }

    /** Not started in Redis mode. */
    public KafkaServer kafka() {
        return servers.kafka;
    }

    public MariaDbServer database() {
        return servers.database;
    }

    public RedisServer redis() {
        return servers.redis;
    }

    /** Stops the API and the workers, each with time to finish what it does, and then the servers. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        console.accept("Stopping the API and the workers");
        stopFollowing();
        supervisor.close();
        Parallel.forEach(apps(), ServerProcess::stop);
        console.accept("Stopping " + servers.names());
        Parallel.forEach(servers.all(), ServerProcess::stop);
        StackState.delete(settings.dataDir());
        Launcher.forget(closeAtExit);
        console.accept("Stopped");
    }

    /** All at once: an application that finds its database or its broker missing waits for it. */
    private void startAll() {
        if (settings.fresh()) {
            StackData.delete(settings.dataDir());
        }
        writeState();
        List<AppServer> followers = followers();
        List<ServerProcess> awaited = all();
        awaited.removeAll(followers);
        lighten();
        console.accept(
                "Starting " + servers.names() + ", the API and " + (workers.size() - followers.size()) + " worker(s)");
        servers.all().forEach(this::launch);
        servers.database.awaitAnswer();
        apps().stream().filter(awaited::contains).forEach(this::launch);
        Parallel.forEach(awaited, this::await, this::killAll);
        insertFirstCoupon();
        makeArchives(awaited);
        if (settings.supervised()) {
            awaited.forEach(supervisor::watch);
            console.accept(Welcome.to(this, settings.logDir())); // before the state file says that it is ready
        }
        ready = true;
        writeState();
        if (settings.supervised()) {
            following = new Thread(() -> follow(followers), "followers");
            following.start();
        }
    }

    /** Workers that are started when the stack is ready, where somebody waits for that: it is sooner then. */
    private List<AppServer> followers() {
        return settings.supervised() && workers.size() > 1
                ? List.copyOf(workers.subList(1, workers.size()))
                : List.of();
    }

    private void lighten() {
        if (!settings.supervised()) {
            return;
        }
        List<JvmServer> jvms = all().stream()
                .filter(JvmServer.class::isInstance)
                .map(JvmServer.class::cast)
                .toList();
        int cores = Runtime.getRuntime().availableProcessors();
        if (jvms.size() > cores) {
            console.accept(jvms.size() + " JVMs on " + cores
                    + " core(s): they do without the optimizing compiler, which"
                    + " would take the CPU time of the first minutes (" + String.join(" ", JvmServer.LIGHT) + ")");
            jvms.forEach(jvm -> jvm.setJvmOptions(JvmServer.LIGHT));
        }
    }

    private void follow(List<AppServer> followers) {
        try {
            for (AppServer worker : followers) {
                launch(worker);
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

    /** One process of each program that has started, before it is said to be ready: the followers start sooner. */
    private void makeArchives(List<ServerProcess> started) {
        Stream<JvmServer> oneOfEach =
                Stream.concat(Stream.of(servers.kafka, api), workers.stream().limit(1));
        Parallel.forEach(oneOfEach.filter(started::contains).toList(), JvmServer::makeArchive);
    }

    private void launch(ServerProcess server) {
        Logs.setAside(server.log());
        server.launch();
    }

    private void await(ServerProcess server) {
        server.awaitAnswer();
        console.accept("  %-12s ready on port %d after %.1f s"
                .formatted(server.name(), server.port(), server.sinceLaunch().toMillis() / 1e3));
    }

    private void stopFollowing() {
        if (following != null) {
            following.interrupt();
            try {
                following.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void insertFirstCoupon() {
        try (Connection connection = servers.database.connect();
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
                state().write(settings.dataDir());
            }
        }
    }

    private StackState state() {
        List<ProcessId> children = all().stream()
                .filter(ServerProcess::isAlive)
                .flatMap(server -> ProcessHandle.of(server.pid()).stream())
                .map(ProcessId::of)
                .toList();
        ProcessId owner = ProcessId.of(ProcessHandle.current());
        return new StackState(ready, owner, settings.queue(), api.port(), servers.kafka.port(), children);
    }

    private void killAll() {
        all().forEach(ServerProcess::kill);
    }

    private List<ServerProcess> apps() {
        List<ServerProcess> apps = new ArrayList<>(workers);
        apps.add(api);
        apps.addAll(otherApis);
        return apps;
    }

    private List<ServerProcess> all() {
        List<ServerProcess> all = apps();
        all.addAll(servers.all());
        return all;
    }
}
