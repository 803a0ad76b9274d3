package coupon.core.store.r2dbc;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.flyway.autoconfigure.FlywayConnectionDetails;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.boot.flyway.autoconfigure.FlywayProperties;
import org.springframework.boot.r2dbc.autoconfigure.ConnectionFactoryOptionsBuilderCustomizer;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How every application of the product reaches its database; to be imported by its wiring. */
@Configuration(proxyBeanMethods = false)
public class StoreConfiguration {
    @Bean
    ConnectionFactoryOptionsBuilderCustomizer storeConnectionOptions() {
        return StoreConnectionOptions::apply;
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
}
