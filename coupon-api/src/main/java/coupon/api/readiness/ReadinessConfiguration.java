package coupon.api.readiness;

import coupon.api.background.PeriodicTask;
import coupon.api.coupon.CouponSnapshot;
import coupon.core.queue.CouponIssueQueueService;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** When this instance is ready, and what it tells of itself. */
@Configuration(proxyBeanMethods = false)
class ReadinessConfiguration {
    @Bean
    WarmUp warmUp(
            PeriodicTask readingCoupons,
            PeriodicTask watchingQueue,
            PeriodicTask followingResults,
            CouponIssueQueueService queue,
            Environment environment) {
        return new WarmUp(
                List.of(readingCoupons, watchingQueue, followingResults),
                queue,
                new LoopbackRequests(() -> environment.getRequiredProperty("local.server.port", Integer.class)));
    }

    @Bean
    MeterBinder snapshotMeters(CouponSnapshot coupons) {
        return registry -> Gauge.builder(
                        "coupon.snapshot.age",
                        coupons,
                        snapshot -> snapshot.age()
                                .map(Duration::toMillis)
                                .map(millis -> millis / 1000.0)
                                .orElse(Double.NaN))
                .baseUnit("seconds")
                .register(registry);
    }
}
