package coupon.core.store.r2dbc;

import io.asyncer.r2dbc.mysql.MySqlConnectionFactoryProvider;
import io.r2dbc.spi.ConnectionFactoryOptions;
import java.time.Duration;

/** What every connection of the product is opened with; the address and the credentials come from the settings. */
public final class StoreConnectionOptions {
    /** A holder of row locks that falls silent loses its connection, and the locks with it, after this long. */
    public static final Duration SILENCE_MAX = Duration.ofSeconds(10);

    private static final Duration CONNECT_MAX = Duration.ofSeconds(3);
    static final Duration LOCK_WAIT_MAX = Duration.ofSeconds(5);

    private StoreConnectionOptions() {}

    public static void apply(ConnectionFactoryOptions.Builder options) {
        options.option(ConnectionFactoryOptions.CONNECT_TIMEOUT, CONNECT_MAX)
                // Without it a batch of an unlucky size waits 40 ms for a delayed acknowledgement, per statement.
                .option(MySqlConnectionFactoryProvider.TCP_NO_DELAY, true)
                .option(MySqlConnectionFactoryProvider.TCP_KEEP_ALIVE, true)
                .option(MySqlConnectionFactoryProvider.SESSION_VARIABLES, new String[] {
                    // What is read after the lock must be what is committed then, not what was when it began.
                    "transaction_isolation='READ-COMMITTED'",
                    "innodb_lock_wait_timeout=" + LOCK_WAIT_MAX.toSeconds(),
                    // Of tables; by default a day.
                    "lock_wait_timeout=" + LOCK_WAIT_MAX.toSeconds(),
                    "wait_timeout=" + SILENCE_MAX.toSeconds(),
                    "time_zone='+00:00'"
                });
    }
}
