package coupon.api.ops;

import coupon.api.background.PeriodicTask;
import coupon.core.store.r2dbc.R2dbcOperatorActionLog;
import java.io.IOException;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** The operations page. */
@Configuration(proxyBeanMethods = false)
@Import({
    R2dbcOperatorActionLog.class,
    OperatorActionFilter.class,
    DecisionMeter.class,
    QueueView.class,
    OpsSampler.class,
    OpsStream.class,
    Rehearsals.class,
    Audits.class
})
class OpsConfiguration {
    private static final Duration SAMPLING_INTERVAL = Duration.ofSeconds(1);

    @Bean
    RouterFunction<ServerResponse> opsPage() throws IOException {
        return OpsPage.routes();
    }

    @Bean
    PeriodicTask samplingOperations(OpsSampler sampler, OpsStream stream) {
        return new PeriodicTask(
                "sampling operations",
                SAMPLING_INTERVAL,
                Mono.empty(),
                Mono.fromRunnable(() -> stream.publish(sampler.sample())));
    }
}
