package coupon.bench.scenario;

import coupon.bench.report.Mode;
import coupon.core.testing.FaultProxy;
import coupon.local.server.MariaDbServer;
import java.time.Duration;
import java.util.Map;

/** A network between the workers and their database that takes its time, as one between machines does. */
final class SlowDatabase implements AutoCloseable {
    /** How much longer each chunk takes, in each direction. */
    static final Duration AWAY = Duration.ofMillis(5);

    private final Bench bench;
    private final FaultProxy proxy;

    SlowDatabase(Bench bench) {
        this.bench = bench;
        this.proxy = FaultProxy.before(bench.database.port());
        proxy.delay(AWAY);
    }

    /** As {@link Bench#workers(int, Mode)}, behind that network. */
    void workers(int count, Mode mode) {
        bench.workers(
                count,
                mode,
                Map.of("SPRING_R2DBC_URL", "r2dbc:mysql://127.0.0.1:" + proxy.port() + "/" + MariaDbServer.DATABASE));
    }

    @Override
    public void close() {
        bench.stopWorkers();
        proxy.close();
    }
}
