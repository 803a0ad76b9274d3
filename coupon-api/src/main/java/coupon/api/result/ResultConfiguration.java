package coupon.api.result;

import coupon.api.CouponApiSettings;
import coupon.api.background.PeriodicTask;
import coupon.api.queue.QueueProgress;
import coupon.core.queue.CouponIssueProgress;
import coupon.core.queue.CouponIssueResultFeed;
import coupon.core.store.CouponIssueResultRepository;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

/** How clients learn the outcome of their requests. */
@Configuration(proxyBeanMethods = false)
class ResultConfiguration {
    private static final Duration PROMISES_INTERVAL = Duration.ofSeconds(1);

    @Bean
    WaitingCallers waitingCallers(CouponApiSettings settings) {
        return new WaitingCallers(settings.waiting().callersMax());
    }

    @Bean
    RequestStore store(CouponIssueResultRepository results) {
        return new RequestStore(results);
    }

    @Bean
    RequestService requestService(RequestStore store, QueueProgress progress) {
        return new RequestService(store, progress);
    }

    @Bean
    RequestStreams requestStreams(
            RequestService requests, RequestStore store, QueueProgress progress, CouponApiSettings settings) {
        CouponApiSettings.Streams streams = settings.streams();
        return new RequestStreams(requests, store, progress, streams.heartbeatInterval(), streams.openMax());
    }

    /** Apart from the watch: requests are taken whether or not it can be told how far those before them are. */
    @Bean
    PeriodicTask followingResults(
            PeriodicTask watchingQueue,
            CouponIssueResultFeed results,
            CouponIssueProgress group,
            WaitingCallers waiting,
            RequestStreams streams,
            QueueProgress progress,
            Canary promises,
            CouponApiSettings settings) {
        Mono<Void> follow = Mono.defer(() -> results.follow(result -> {
                    progress.decided(result);
                    promises.published(result);
                    waiting.complete(result);
                    streams.complete(result);
                }))
                .then(Mono.defer(group::firstUndecided))
                .doOnNext(progress::committed)
                .then();
        return new PeriodicTask(
                "following the results", settings.queue().watchInterval(), watchingQueue.firstSuccess(), follow);
    }

    @Bean
    Canary promiseCheck(RequestStore store, QueueProgress progress, MeterRegistry registry, Clock clock) {
        return new Canary(store, progress, registry, clock);
    }

    @Bean
    PeriodicTask checkingPromises(Canary promises) {
        return new PeriodicTask("checking promises", PROMISES_INTERVAL, Mono.empty(), Mono.defer(promises::look));
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
