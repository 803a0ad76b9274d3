package coupon.verification.audit;

import coupon.core.queue.kafka.CouponTopics;
import coupon.core.queue.kafka.KafkaClientSettings;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Where to look: the worker's own settings.
 *
 * @param kafka the configured properties of a consumer, security among them
 * @param group whose committed offsets say what must be decided
 */
record AuditSettings(
        Map<String, Object> kafka,
        CouponTopics topics,
        String group,
        String jdbcUrl,
        @Nullable String username,
        @Nullable String password) {
    private static final int MYSQL_PORT = 3306;

    /** Reads them from wherever Spring Boot does, without starting any part of the worker. */
    static AuditSettings load(List<String> settings) {
        SpringApplication application = new SpringApplicationBuilder(Nothing.class)
                .web(WebApplicationType.NONE)
                .logStartupInfo(false)
                .registerShutdownHook(false)
                .build();
        List<String> arguments = new ArrayList<>(settings);
        // The report is all that is to be seen; what goes wrong is said in one line of its own.
        arguments.add("--spring.main.banner-mode=off");
        arguments.add("--logging.level.root=off");
        arguments.add("--logging.level.org.apache.kafka=off");
        try (ConfigurableApplicationContext context = application.run(arguments.toArray(String[]::new))) {
            return of(context.getEnvironment());
        } catch (RuntimeException unusable) {
            throw new CannotAuditException("the settings cannot be used", unusable);
        }
    }

    private static AuditSettings of(Environment environment) {
        Binder binder = Binder.get(environment);
        String r2dbcUrl =
                environment.getProperty("spring.r2dbc.url", "r2dbc:mysql://127.0.0.1:" + MYSQL_PORT + "/e_commerce_db");
        ConnectionFactoryOptions database = ConnectionFactoryOptions.parse(r2dbcUrl);
        return new AuditSettings(
                binder.bindOrCreate("spring.kafka", KafkaProperties.class).buildConsumerProperties(),
                binder.bindOrCreate("app.kafka.topic", CouponTopics.class),
                binder.bindOrCreate("app.kafka.consumer", KafkaClientSettings.class)
                        .group(),
                jdbcUrl(environment.getProperty("spring.flyway.url"), database),
                environment.getProperty("spring.r2dbc.username", text(database, ConnectionFactoryOptions.USER)),
                environment.getProperty("spring.r2dbc.password", text(database, ConnectionFactoryOptions.PASSWORD)));
    }

    private static String jdbcUrl(@Nullable String configured, ConnectionFactoryOptions database) {
        if (StringUtils.hasText(configured)) {
            return configured;
        }
        Object port = database.getValue(ConnectionFactoryOptions.PORT);
        return "jdbc:mysql://" + database.getRequiredValue(ConnectionFactoryOptions.HOST) + ":"
                + (port == null ? MYSQL_PORT : port) + "/"
                + database.getRequiredValue(ConnectionFactoryOptions.DATABASE);
    }

    private static String text(ConnectionFactoryOptions database, Option<?> option) {
        return Objects.toString(database.getValue(option), "");
    }

    @Configuration(proxyBeanMethods = false)
    static class Nothing {}
}
