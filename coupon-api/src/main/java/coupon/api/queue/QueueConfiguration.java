package coupon.api.queue;

import coupon.api.CouponApiSettings;
import coupon.api.background.PeriodicTask;
import coupon.core.queue.CouponIssueQueueService;
import coupon.core.queue.GroupLag;
import coupon.core.queue.QueueAcknowledgementUnknownException;
import coupon.core.queue.QueueMonitor;
import coupon.core.queue.QueueUnavailableException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowSynchronizationStrategy;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import reactor.core.publisher.Mono;

/** The queue as the API uses and measures it. The queue itself is that of {@code app.queue.type}. */
@Configuration(proxyBeanMethods = false)
@Import(QueueMeters.class)
class QueueConfiguration {
    private static final Duration MEASURING_INTERVAL = Duration.ofSeconds(1);

    @Bean
    QueueProgress queueProgress() {
        return new QueueProgress(System::nanoTime);
    }

    @Bean
    PeriodicTask watchingQueue(QueueMonitor monitor, GuardedQueue guarded, CouponApiSettings settings) {
        Mono<Void> check = Mono.defer(monitor::check)
                .doOnSuccess(done -> guarded.answered())
                .doOnError(failure -> guarded.silent());
        return new PeriodicTask(
                "watching the queue", settings.queue().watchInterval(), Mono.defer(monitor::prepare), check);
    }

    @Bean
    GuardedQueue guardedQueue(CouponIssueQueueService queue, MeterRegistry registry, CouponApiSettings settings) {
        CouponApiSettings.Breaker breaker = settings.queue().breaker();
        CircuitBreakerRegistry breakers = CircuitBreakerRegistry.of(CircuitBreakerConfig.custom()
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
        TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(breakers).bindTo(registry);
        return new GuardedQueue(
                queue, breakers.circuitBreaker("queue"), settings.queue().inFlightMax(), registry);
    }

    /** Once for all that show it. */
    @Bean
    PeriodicTask measuringQueue(QueueMonitor queue, List<Consumer<GroupLag>> views) {
        Mono<Void> measure = Mono.defer(queue::lag)
                .doOnNext(lag -> views.forEach(view -> view.accept(lag)))
                .then();
        return new PeriodicTask("measuring the queue", MEASURING_INTERVAL, Mono.empty(), measure);
    }
}
