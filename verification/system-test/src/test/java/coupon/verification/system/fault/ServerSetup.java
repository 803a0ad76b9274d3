package coupon.verification.system.fault;

import static org.awaitility.Awaitility.await;

import coupon.local.Parallel;
import coupon.local.Stack;
import coupon.local.server.AppOptions;
import coupon.local.server.AppServer;
import coupon.local.server.ServerProcess;
import coupon.verification.system.CouponClient;
import coupon.verification.system.SystemUnderTest;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which servers run, and how: what a test changes about it is undone when it ends, however it ends. */
final class ServerSetup {
    private static final Duration READY_MAX = Duration.ofMinutes(3);

    private final Stack stack;
    private final Set<AppServer> otherwise = new LinkedHashSet<>();
    private final List<AppServer> added = new ArrayList<>();

    ServerSetup(Stack stack) {
        this.stack = stack;
    }

    /**
     * Several at once. Launched one after the other, so that no process inherits, for the moment until it is one of its
     * own, the socket with which this JVM sees whether the next one's port is free.
     */
    static void start(List<? extends ServerProcess> servers) {
        servers.forEach(ServerProcess::launch);
        servers.forEach(ServerProcess::awaitAnswer);
    }

    static void stop(List<? extends ServerProcess> servers) {
        Parallel.forEach(servers, ServerProcess::stop);
    }

    /** The status of {@code liveness} or {@code readiness}; 0 if there is no answer. */
    static int health(AppServer app, String probe) {
        try {
            return CouponClient.ofPort(app.managementPort())
                    .get("/actuator/health/" + probe)
                    .status();
        } catch (UncheckedIOException noAnswer) {
            return 0;
        }
    }

    static void awaitReadiness(AppServer app, int status) {
        await().atMost(READY_MAX).pollInterval(Duration.ofMillis(50)).until(() -> health(app, "readiness") == status);
    }

    /** Takes effect at the next start of each. */
    void setOptions(List<AppServer> servers, AppOptions options) {
        otherwise.addAll(servers);
        servers.forEach(server -> server.setOptions(SystemUnderTest.options(options)));
    }

    /** One more, started; it is stopped when the test ends. */
    AppServer add(AppServer server, AppOptions options) {
        added.add(server);
        server.setOptions(SystemUnderTest.options(options));
        server.start();
        return server;
    }

    /** All servers run again, none of them frozen, with the options of the shared stack. */
    void restore() {
        List<ServerProcess> servers = new ArrayList<>(List.of(stack.kafka(), stack.database(), stack.api()));
        servers.addAll(stack.workers());
        servers.stream().filter(ServerProcess::isAlive).forEach(ServerProcess::resume);
        List<AppServer> toStop = new ArrayList<>(otherwise);
        toStop.addAll(added);
        stop(toStop);
        otherwise.forEach(server -> server.setOptions(SystemUnderTest.options(AppOptions.NONE)));
        start(servers.stream().filter(server -> !server.isAlive()).toList());
        servers.forEach(ServerProcess::awaitAnswer);
        otherwise.clear();
        added.clear();
    }
}
