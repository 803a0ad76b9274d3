package coupon.api.result;

import coupon.api.CouponApiSettings;
import coupon.api.background.PeriodicTask;
import coupon.api.queue.QueueProgress;
import coupon.core.queue.CouponIssueResultFeed;
import coupon.core.queue.QueueMonitor;
import coupon.core.queue.wire.PublishedResult;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

/** How clients learn the outcome of their requests. */
@Configuration(proxyBeanMethods = false)
class ResultConfiguration {
    private static final Duration CANARY_INTERVAL = Duration.ofSeconds(1);

    @Bean
    WaitingCallers waitingCallers(CouponApiSettings settings, MeterRegistry registry) {
        return new WaitingCallers(settings.waiting().callersMax(), "coupon.waiting.callers", registry);
    }

    /** Of streams of events. */
    @Bean
    WaitingCallers streamReaders(CouponApiSettings settings, MeterRegistry registry) {
        return new WaitingCallers(settings.streams().openMax(), "coupon.streams.open", registry);
    }

    /**
     * Every bean that takes results gets each that is published. Apart from the watch: requests are accepted whether or
     * not their position is known.
     */
    @Bean
    PeriodicTask followingResults(
            PeriodicTask watchingQueue,
            CouponIssueResultFeed results,
            QueueMonitor monitor,
            QueueProgress progress,
            List<Consumer<PublishedResult>> followers,
            CouponApiSettings settings) {
        Mono<Void> follow = Mono.defer(
                        () -> results.follow(result -> followers.forEach(follower -> follower.accept(result))))
                .then(Mono.defer(monitor::committed))
                .doOnNext(progress::committed)
                .then();
        return new PeriodicTask(
                "following the results", settings.queue().watchInterval(), watchingQueue.firstSuccess(), follow);
    }

    @Bean
    PeriodicTask checkingAccepted(Canary canary) {
        return new PeriodicTask("checking accepted requests", CANARY_INTERVAL, Mono.empty(), Mono.defer(canary::look));
    }
}
