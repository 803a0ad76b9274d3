package coupon.api;

import coupon.api.queue.QueueGate;
import coupon.core.queue.CouponIssueQueueService;
import coupon.core.queue.QueueAcknowledgementUnknownException;
import coupon.core.queue.QueueUnavailableException;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowSynchronizationStrategy;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedBulkheadMetrics;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What keeps a queue that is away or slow from taking this instance with it. Nothing here ever waits. */
@Configuration(proxyBeanMethods = false)
class ProtectionConfiguration {
    private static final String QUEUE = "queue";

    @Bean
    CircuitBreakerRegistry circuitBreakers(CouponApiSettings settings) {
        CouponApiSettings.Breaker breaker = settings.queue().breaker();
        return CircuitBreakerRegistry.of(CircuitBreakerConfig.custom()
                .initialState(State.FORCED_OPEN)
                .slidingWindow(
                        breaker.calls(),
                        breaker.calls(),
                        SlidingWindowType.COUNT_BASED,
                        SlidingWindowSynchronizationStrategy.LOCK_FREE)
                .failureRateThreshold(breaker.failuresPercentMax())
                .recordExceptions(QueueUnavailableException.class, QueueAcknowledgementUnknownException.class)
                .waitDurationInOpenState(breaker.pause())
                .permittedNumberOfCallsInHalfOpenState(breaker.trialCalls())
                .writableStackTraceEnabled(false)
                .build());
    }

    @Bean
    BulkheadRegistry bulkheads(CouponApiSettings settings) {
        return BulkheadRegistry.of(BulkheadConfig.custom()
                .maxConcurrentCalls(settings.queue().inFlightMax())
                .maxWaitDuration(Duration.ZERO)
                .writableStackTraceEnabled(false)
                .build());
    }

    @Bean
    QueueGate queueGate(CouponIssueQueueService queue, CircuitBreakerRegistry breakers, BulkheadRegistry bulkheads) {
        return new QueueGate(queue, breakers.circuitBreaker(QUEUE), bulkheads.bulkhead(QUEUE));
    }

    @Bean
    MeterBinder breakerMeters(CircuitBreakerRegistry breakers) {
        return TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(breakers);
    }

    @Bean
    MeterBinder bulkheadMeters(BulkheadRegistry bulkheads) {
        return TaggedBulkheadMetrics.ofBulkheadRegistry(bulkheads);
    }
}
