package coupon.api.result;

import coupon.api.CouponApiSettings;
import coupon.api.background.PeriodicTask;
import coupon.api.queue.QueueProgress;
import coupon.core.queue.CouponIssueResultFeed;
import coupon.core.queue.QueueMonitor;
import coupon.core.queue.wire.PublishedResult;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

/** How clients learn the outcome of their requests. */
@Configuration(proxyBeanMethods = false)
class ResultConfiguration {
    private static final Duration CANARY_INTERVAL = Duration.ofSeconds(1);

    @Bean
    WaitingCallers waitingCallers(CouponApiSettings settings) {
        return new WaitingCallers(settings.waiting().callersMax());
    }

    /** Of streams of events. */
    @Bean
    WaitingCallers streamReaders(CouponApiSettings settings) {
        return new WaitingCallers(settings.streams().openMax());
    }

    /** Apart from the watch: requests are accepted whether or not their position is known. */
    @Bean
    PeriodicTask followingResults(
            PeriodicTask watchingQueue,
            CouponIssueResultFeed results,
            QueueMonitor monitor,
            WaitingCallers waitingCallers,
            WaitingCallers streamReaders,
            QueueProgress progress,
            Canary canary,
            RecentResults recent,
            ObjectProvider<Consumer<PublishedResult>> others,
            CouponApiSettings settings) {
        List<Consumer<PublishedResult>> listeners = others.orderedStream().toList(); // not for each result
        Mono<Void> follow = Mono.defer(() -> results.follow(result -> {
                    progress.decided(result);
                    canary.published(result);
                    recent.add(result);
                    waitingCallers.complete(result);
                    streamReaders.complete(result);
                    listeners.forEach(listener -> listener.accept(result));
                }))
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

    @Bean
    MeterBinder waitingMeters(WaitingCallers waitingCallers, WaitingCallers streamReaders) {
        return registry -> {
            Gauge.builder("coupon.waiting.callers", waitingCallers, WaitingCallers::count)
                    .register(registry);
            Gauge.builder("coupon.streams.open", streamReaders, WaitingCallers::count)
                    .register(registry);
        };
    }
}
