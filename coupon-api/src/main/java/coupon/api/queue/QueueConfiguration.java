package coupon.api.queue;

import coupon.api.CouponApiSettings;
import coupon.api.background.Recurring;
import coupon.core.queue.CouponIssueQueueService;
import coupon.core.queue.QueueAcknowledgementUnknownException;
import coupon.core.queue.QueueMonitor;
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
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

/** Whether the queue takes more, and how far it is decided. The queue itself is that of {@code app.queue.type}. */
@Configuration(proxyBeanMethods = false)
class QueueConfiguration {
    private static final String QUEUE = "queue";
    private static final Duration MEASURING_INTERVAL = Duration.ofSeconds(2);

    @Bean
    QueueProgress queueProgress() {
        return new QueueProgress();
    }

    @Bean
    Recurring watchingQueue(
            QueueMonitor monitor, QueueGate gate, CouponApiSettings settings) {
        Mono<Void> look =
                Mono.defer(monitor::check).doOnSuccess(done -> gate.answered()).doOnError(failure -> gate.silent());
        return new Recurring(
                "watching the queue", settings.queue().watchInterval(), Mono.defer(monitor::prepare), look);
    }

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

    @Bean
    QueueSizes queueSizes(QueueMonitor queue) {
        return new QueueSizes(queue);
    }

    @Bean
    LineMeters lineMeters(QueueMonitor queue, MeterRegistry registry, Clock clock) {
        return new LineMeters(queue, registry, clock);
    }

    @Bean
    Recurring measuringLines(LineMeters lines) {
        return new Recurring("measuring the lines", MEASURING_INTERVAL, Mono.empty(), Mono.defer(lines::measure));
    }
}
