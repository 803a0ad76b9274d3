package coupon.bench.scenario;

import coupon.bench.plan.Mode;
import coupon.core.testing.FaultProxy;
import coupon.local.server.MariaDbServer;
import java.time.Duration;
import java.util.Map;

/** A network between the workers and their database that takes its time, as one between machines does. */
public final class SlowDatabase implements AutoCloseable {
    private final Bench bench;
    private final FaultProxy proxy;

    private SlowDatabase(Bench bench, FaultProxy proxy) {
        this.bench = bench;
        this.proxy = proxy;
    }

    /** @param away how much longer each chunk takes, in each direction */
    public static SlowDatabase before(Bench bench, Duration away) {
        FaultProxy proxy = FaultProxy.before(bench.database().port());
        proxy.delay(away);
        return new SlowDatabase(bench, proxy);
    }

    /** As {@link Bench#workers(int, Mode)}, behind that network. */
    public void workers(int count, Mode mode) {
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
