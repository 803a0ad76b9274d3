package coupon.api.result;

import coupon.api.CouponApiSettings;
import coupon.api.background.Recurring;
import coupon.api.queue.QueueProgress;
import coupon.core.queue.CouponIssueResultFeed;
import coupon.core.queue.QueueMonitor;
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
    Ledger ledger(CouponIssueResultRepository results) {
        return new Ledger(results);
    }

    @Bean
    RequestService requestService(Ledger ledger, QueueProgress progress) {
        return new RequestService(ledger, progress);
    }

    @Bean
    RequestStreams requestStreams(
            RequestService requests, Ledger ledger, QueueProgress progress, CouponApiSettings settings) {
        CouponApiSettings.Streams streams = settings.streams();
        return new RequestStreams(requests, ledger, progress, streams.heartbeatInterval(), streams.openMax());
    }

    /** Apart from the watch: requests are taken whether or not it can be told how far those before them are. */
    @Bean
    Recurring followingResults(
            Recurring watchingQueue,
            CouponIssueResultFeed results,
            QueueMonitor monitor,
            WaitingCallers waiting,
            RequestStreams streams,
            QueueProgress progress,
            PromiseCheck promises,
            CouponApiSettings settings) {
        Mono<Void> follow = Mono.defer(() -> results.follow(result -> {
                    progress.decided(result);
                    promises.published(result);
                    waiting.complete(result);
                    streams.complete(result);
                }))
                .then(Mono.defer(monitor::committed))
                .doOnNext(progress::committed)
                .then();
        return new Recurring(
                "following the results", settings.queue().watchInterval(), watchingQueue.firstSuccess(), follow);
    }

    @Bean
    PromiseCheck promiseCheck(Ledger ledger, QueueProgress progress, MeterRegistry registry, Clock clock) {
        return new PromiseCheck(ledger, progress, registry, clock);
    }

    @Bean
    Recurring checkingPromises(PromiseCheck promises) {
        return new Recurring("checking promises", PROMISES_INTERVAL, Mono.empty(), Mono.defer(promises::look));
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
