package coupon.verification.system.fault;

import coupon.local.server.ServerProcess;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Several servers at once. */
final class AtOnce {
    private AtOnce() {}

    /**
     * Launched one after the other, so that no process inherits, for the moment until it is one of its own, the socket
     * with which this JVM sees whether the next one's port is free.
     */
    static void start(List<? extends ServerProcess> servers) {
        servers.forEach(ServerProcess::launch);
        servers.forEach(ServerProcess::awaitAnswer);
    }

    static void stop(List<? extends ServerProcess> servers) {
        CompletableFuture.allOf(servers.stream()
                        .map(server -> CompletableFuture.runAsync(server::stop))
                        .toArray(CompletableFuture[]::new))
                .join();
    }
}
