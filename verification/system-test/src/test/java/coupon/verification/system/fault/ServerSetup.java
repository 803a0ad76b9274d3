package coupon.verification.system.fault;

import coupon.local.Stack;
import coupon.local.server.AppOptions;
import coupon.local.server.AppServer;
import coupon.local.server.ServerProcess;
import coupon.verification.system.TestStack;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which servers run, and how: what a test changes about it is undone when it ends, however it ends. */
final class ServerSetup {
    private final Stack stack;
    private final Set<AppServer> otherwise = new LinkedHashSet<>();
    private final List<AppServer> added = new ArrayList<>();

    ServerSetup(Stack stack) {
        this.stack = stack;
    }

    /** Takes effect at the next start of each. */
    void setOptions(List<AppServer> servers, AppOptions options) {
        otherwise.addAll(servers);
        servers.forEach(server -> server.setOptions(TestStack.options(options)));
    }

    /** One more, started; it is stopped when the test ends. */
    AppServer add(AppServer server, AppOptions options) {
        added.add(server);
        server.setOptions(TestStack.options(options));
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
        AtOnce.stop(toStop);
        otherwise.forEach(server -> server.setOptions(TestStack.options(AppOptions.NONE)));
        AtOnce.start(servers.stream().filter(server -> !server.isAlive()).toList());
        servers.forEach(ServerProcess::awaitAnswer);
        otherwise.clear();
        added.clear();
    }
}
