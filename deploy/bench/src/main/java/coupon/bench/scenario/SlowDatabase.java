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

    /** So many of them behind that network, as {@link Bench#workers(int, Mode)}. */
    void workers(int count) {
        String url = "r2dbc:mysql://127.0.0.1:" + proxy.port() + "/" + MariaDbServer.DATABASE;
        bench.workers(count, count == 1 ? Mode.KAFKA_1 : Mode.KAFKA_3, Map.of("SPRING_R2DBC_URL", url));
    }

    @Override
    public void close() {
        bench.stopWorkers();
        proxy.close();
    }
}
