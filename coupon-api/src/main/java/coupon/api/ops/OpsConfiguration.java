package coupon.api.ops;

import static java.util.Objects.requireNonNull;

import coupon.api.background.PeriodicTask;
import coupon.api.coupon.CouponSnapshot;
import coupon.core.queue.DeadLetterQueue;
import coupon.core.queue.QueueMonitor;
import coupon.core.store.CouponRepository;
import coupon.core.store.OperatorActionLog;
import coupon.core.store.r2dbc.R2dbcOperatorActionLog;
import io.micrometer.core.instrument.MeterRegistry;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** The operations page. */
@Configuration(proxyBeanMethods = false)
class OpsConfiguration {
    /** Authorities that may act, and not only look. */
    static final Set<String> ACTING = Set.of("ROLE_OPERATOR", "SCOPE_coupon:admin");

    private static final Duration SAMPLING_INTERVAL = Duration.ofSeconds(1);
    private static final Duration HEARTBEAT_INTERVAL = Duration.ofSeconds(15);
    private static final int VIEWERS_MAX = 200;

    @Bean
    RouterFunction<ServerResponse> opsPage() {
        return new OpsPage().routes();
    }

    @Bean
    OpsStream opsStream(JsonMapper json) {
        return new OpsStream(json, VIEWERS_MAX, HEARTBEAT_INTERVAL);
    }

    @Bean
    DecisionMeter decisionMeter() {
        return new DecisionMeter();
    }

    @Bean
    OperatorActionLog operatorActionLog(ConnectionFactory connections) {
        return new R2dbcOperatorActionLog(connections);
    }

    @Bean
    OperatorActionFilter operatorActionFilter(OperatorActionLog actions) {
        return new OperatorActionFilter(actions);
    }

    @Bean
    PeriodicTask samplingOperations(
            OpsStream stream,
            CouponSnapshot coupons,
            QueueMonitor queue,
            DeadLetterQueue deadLetters,
            OperatorActionLog actions,
            DecisionMeter decisions,
            MeterRegistry meters,
            Clock clock,
            Environment environment) {
        var sampler = new OpsSampler(
                coupons,
                queue,
                deadLetters,
                actions,
                decisions,
                new OpsTraffic(meters),
                clock,
                environment.getProperty("HOSTNAME", "coupon-api"),
                rehearsalsAllowed(environment));
        return new PeriodicTask(
                "sampling operations",
                SAMPLING_INTERVAL,
                Mono.empty(),
                Mono.fromRunnable(() -> stream.publish(sampler.sample())));
    }

    @Bean
    Rehearsals rehearsals(
            CouponRepository coupons,
            ReactiveWebServerApplicationContext server,
            Clock clock,
            Environment environment) {
        return new Rehearsals(
                coupons, () -> requireNonNull(server.getWebServer()).getPort(), clock, rehearsalsAllowed(environment));
    }

    @Bean
    Audits audits(Environment environment) {
        return new Audits(auditCommand(), auditSettings(environment));
    }

    private static boolean rehearsalsAllowed(Environment environment) {
        return environment.acceptsProfiles(Profiles.of("local", "dev"));
    }

    /** This application once more, whose first argument makes it the audit. */
    private static List<String> auditCommand() {
        String java = ProcessHandle.current().info().command().orElse("java");
        String main = System.getProperty("sun.java.command", "").split(" ")[0];
        return main.endsWith(".jar")
                ? List.of(java, "-Xmx1g", "-jar", main)
                : List.of(java, "-Xmx1g", "-cp", System.getProperty("java.class.path"), main);
    }

    private static Map<String, String> auditSettings(Environment environment) {
        Map<String, String> settings = new HashMap<>();
        for (String property : List.of(
                "spring.r2dbc.url",
                "spring.r2dbc.username",
                "spring.r2dbc.password",
                "spring.kafka.bootstrap-servers",
                "app.kafka.topic.coupon-issue",
                "app.kafka.topic.coupon-issue-results",
                "app.kafka.topic.coupon-issue-dlt",
                "app.kafka.consumer.group")) {
            String value = environment.getProperty(property);
            if (value != null) {
                settings.put(
                        property.toUpperCase(java.util.Locale.ROOT)
                                .replace('.', '_')
                                .replace("-", ""),
                        value);
            }
        }
        return settings;
    }
}
