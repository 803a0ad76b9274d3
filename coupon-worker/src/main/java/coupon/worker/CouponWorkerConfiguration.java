package coupon.worker;

import coupon.core.processor.CouponIssueProcessor;
import coupon.core.store.CouponIssueStore;
import coupon.core.store.r2dbc.R2dbcCouponIssueStore;
import coupon.core.store.r2dbc.StoreConfiguration;
import coupon.worker.consumer.BatchWatchdog;
import coupon.worker.metrics.StoreMeters;
import io.micrometer.core.instrument.MeterRegistry;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** How the parts of the worker are put together that every queue needs. */
@Configuration(proxyBeanMethods = false)
@Import(StoreConfiguration.class)
@EnableConfigurationProperties(WorkerSettings.class)
class CouponWorkerConfiguration {
    private static final int BATCH_HANGS = 70;

    @Bean
    CouponIssueStore couponIssueStore(ConnectionFactory connections) {
        return new R2dbcCouponIssueStore(connections);
    }

    @Bean
    CouponIssueProcessor couponIssueProcessor(CouponIssueStore store, MeterRegistry registry) {
        Clock clock = Clock.systemUTC();
        return new CouponIssueProcessor(store, clock, new StoreMeters(registry, clock));
    }

    @Bean
    BatchWatchdog batchWatchdog(WorkerSettings settings) {
        // Not an orderly exit, which might wait for what hangs.
        return new BatchWatchdog(
                settings.worker().batchMax(), () -> Runtime.getRuntime().halt(BATCH_HANGS));
    }
}
