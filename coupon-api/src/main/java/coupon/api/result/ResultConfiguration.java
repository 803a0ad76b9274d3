package coupon.api.result;

import coupon.api.CouponApiSettings;
import coupon.api.background.PeriodicTask;
import coupon.api.coupon.CouponSnapshot;
import coupon.api.queue.QueueProgress;
import coupon.core.queue.CouponIssueResultFeed;
import coupon.core.queue.QueueMonitor;
import coupon.core.queue.wire.PublishedResult;
import coupon.core.store.CouponCodes;
import coupon.core.store.CouponIssueResultRepository;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
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
    private static final int RECENT_RESULTS_MAX = 50_000;

    @Bean
    WaitingCallers waitingCallers(CouponApiSettings settings) {
        return new WaitingCallers(settings.waiting().callersMax());
    }

    @Bean
    RequestStore requestStore(CouponIssueResultRepository results, CouponCodes codes, CouponSnapshot coupons) {
        return new RequestStore(results, codes, coupons::hasCodes);
    }

    @Bean
    RecentResults recentResults() {
        return new RecentResults(RECENT_RESULTS_MAX);
    }

    @Bean
    RequestService requestService(
            RequestStore store, RecentResults recent, QueueProgress progress, CouponSnapshot coupons) {
        return new RequestService(store, recent, progress, coupons::isPaused);
    }

    @Bean
    RequestStreams requestStreams(
            RequestService requests, RequestStore store, QueueProgress progress, CouponApiSettings settings) {
        CouponApiSettings.Streams streams = settings.streams();
        return new RequestStreams(requests, store, progress, streams.heartbeatInterval(), streams.openMax());
    }

    /** Apart from the watch: requests are accepted whether or not their position is known. */
    @Bean
    PeriodicTask followingResults(
            PeriodicTask watchingQueue,
            CouponIssueResultFeed results,
            QueueMonitor monitor,
            WaitingCallers waiting,
            RequestStreams streams,
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
                    waiting.complete(result);
                    streams.complete(result);
                    listeners.forEach(listener -> listener.accept(result));
                }))
                .then(Mono.defer(monitor::committed))
                .doOnNext(progress::committed)
                .then();
        return new PeriodicTask(
                "following the results", settings.queue().watchInterval(), watchingQueue.firstSuccess(), follow);
    }

    @Bean
    Canary canary(RequestStore store, QueueProgress progress, MeterRegistry registry, Clock clock) {
        return new Canary(store, progress, registry, clock);
    }

    @Bean
    PeriodicTask checkingAccepted(Canary canary) {
        return new PeriodicTask("checking accepted requests", CANARY_INTERVAL, Mono.empty(), Mono.defer(canary::look));
    }

    @Bean
    MeterBinder waitingMeters(WaitingCallers waiting, RequestStreams streams) {
        return registry -> {
            Gauge.builder("coupon.waiting.callers", waiting, WaitingCallers::count)
                    .register(registry);
            Gauge.builder("coupon.streams.open", streams, RequestStreams::count).register(registry);
        };
    }
}
