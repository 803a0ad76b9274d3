package coupon.core.store.r2dbc;

import static io.r2dbc.spi.ConnectionFactoryOptions.CONNECT_TIMEOUT;
import static io.r2dbc.spi.ConnectionFactoryOptions.DATABASE;
import static io.r2dbc.spi.ConnectionFactoryOptions.HOST;
import static io.r2dbc.spi.ConnectionFactoryOptions.PASSWORD;
import static io.r2dbc.spi.ConnectionFactoryOptions.PORT;
import static io.r2dbc.spi.ConnectionFactoryOptions.USER;

import io.asyncer.r2dbc.mysql.MySqlConnectionFactoryProvider;
import io.r2dbc.spi.ConnectionFactoryOptions;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.flyway.autoconfigure.FlywayConnectionDetails;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.boot.flyway.autoconfigure.FlywayProperties;
import org.springframework.boot.r2dbc.autoconfigure.ConnectionFactoryOptionsBuilderCustomizer;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.StringUtils;

/** How every application of the product reaches its database; to be imported by its wiring. */
@Configuration(proxyBeanMethods = false)
public class StoreConfiguration {
    /** A holder of row locks that falls silent loses its connection, and the locks with it, after this long. */
    private static final Duration SILENCE_MAX = Duration.ofSeconds(10);

    private static final Duration CONNECT_MAX = Duration.ofSeconds(3);
    static final Duration LOCK_WAIT_MAX = Duration.ofSeconds(5);

    /** What every connection is opened with; the address and the credentials come from the settings. */
    public static void applyTo(ConnectionFactoryOptions.Builder options) {
        options.option(CONNECT_TIMEOUT, CONNECT_MAX)
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

    @Bean
    ConnectionFactoryOptionsBuilderCustomizer storeConnectionOptions() {
        return StoreConfiguration::applyTo;
    }

    @Bean
    @ConditionalOnBooleanProperty(name = "spring.flyway.enabled", matchIfMissing = true)
    FlywayConnectionDetails migrationConnection(FlywayProperties flyway, R2dbcConnectionDetails r2dbc) {
        return new MigrationConnection(flyway, r2dbc);
    }

    /** Nothing while the context starts: the application migrates when it can wait for the database. */
    @Bean
    @ConditionalOnBooleanProperty(name = "spring.flyway.enabled", matchIfMissing = true)
    FlywayMigrationStrategy migrateLater() {
        return flyway -> {};
    }

    /** Migrations go to the database of {@code spring.r2dbc}, unless {@code spring.flyway} names another user or URL. */
    private record MigrationConnection(FlywayProperties flyway, R2dbcConnectionDetails r2dbc)
            implements FlywayConnectionDetails {
        private static final int MYSQL_PORT = 3306;

        @Override
        public String getJdbcUrl() {
            if (StringUtils.hasText(flyway.getUrl())) {
                return flyway.getUrl();
            }
            ConnectionFactoryOptions options = r2dbc.getConnectionFactoryOptions();
            Object port = options.getValue(PORT);
            return "jdbc:mysql://" + options.getRequiredValue(HOST) + ":" + (port == null ? MYSQL_PORT : port) + "/"
                    + options.getRequiredValue(DATABASE) + "?connectTimeout=3000";
        }

        @Override
        public @Nullable String getUsername() {
            return flyway.getUser() != null
                    ? flyway.getUser()
                    : Objects.toString(r2dbc.getConnectionFactoryOptions().getValue(USER), null);
        }

        @Override
        public @Nullable String getPassword() {
            return flyway.getPassword() != null
                    ? flyway.getPassword()
                    : Objects.toString(r2dbc.getConnectionFactoryOptions().getValue(PASSWORD), null);
        }
    }
}
