package coupon.api;

import coupon.api.background.Recurring;
import coupon.api.coupon.CouponSnapshot;
import coupon.api.readiness.CouponHealthIndicator;
import coupon.api.readiness.LoopbackRequests;
import coupon.api.readiness.QueueHealthIndicator;
import coupon.api.readiness.WarmUp;
import coupon.api.result.RequestStreams;
import coupon.api.result.WaitingCallers;
import coupon.core.queue.CouponIssueQueueService;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.List;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** When this instance is ready, and what it tells of itself. */
@Configuration(proxyBeanMethods = false)
class ReadinessConfiguration {
    @Bean
    QueueHealthIndicator queueHealthIndicator(@Qualifier(QueueConfiguration.WATCHING_QUEUE) Recurring watch) {
        return new QueueHealthIndicator(watch);
    }

    @Bean
    CouponHealthIndicator couponsHealthIndicator(CouponSnapshot coupons) {
        return new CouponHealthIndicator(coupons);
    }

    @Bean
    WarmUp warmUp(
            @Qualifier(CouponsConfiguration.READING_COUPONS) Recurring coupons,
            @Qualifier(QueueConfiguration.WATCHING_QUEUE) Recurring watch,
            @Qualifier(QueueConfiguration.FOLLOWING_RESULTS) Recurring results,
            CouponIssueQueueService queue,
            Environment environment) {
        return new WarmUp(
                List.of(coupons, watch, results),
                queue,
                new LoopbackRequests(() -> environment.getRequiredProperty("local.server.port", Integer.class)));
    }

    @Bean
    MeterBinder couponMeters(WaitingCallers waiting, RequestStreams streams, CouponSnapshot coupons) {
        return registry -> {
            registerWaiting(registry, waiting);
            Gauge.builder("coupon.streams.open", streams, RequestStreams::count).register(registry);
            Gauge.builder(
                            "coupon.snapshot.age",
                            coupons,
                            snapshot -> snapshot.age()
                                    .map(Duration::toMillis)
                                    .map(millis -> millis / 1000.0)
                                    .orElse(Double.NaN))
                    .baseUnit("seconds")
                    .register(registry);
        };
    }

    private static void registerWaiting(MeterRegistry registry, WaitingCallers waiting) {
        Gauge.builder("coupon.waiting.callers", waiting, WaitingCallers::count).register(registry);
    }
}
