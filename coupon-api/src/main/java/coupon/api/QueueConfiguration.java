package coupon.api;

import coupon.api.background.Recurring;
import coupon.api.queue.QueueGate;
import coupon.api.queue.QueueProgress;
import coupon.api.result.PromiseCheck;
import coupon.api.result.RequestStreams;
import coupon.api.result.WaitingCallers;
import coupon.core.queue.CouponIssueResultFeed;
import coupon.core.queue.QueueMonitor;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

/** Whether the line of people takes more, and how far it is decided. The line itself is that of {@code app.queue.type}. */
@Configuration(proxyBeanMethods = false)
class QueueConfiguration {
    static final String WATCHING_QUEUE = "watchingQueue";
    static final String FOLLOWING_RESULTS = "followingResults";

    @Bean
    QueueProgress queueProgress() {
        return new QueueProgress();
    }

    @Bean(WATCHING_QUEUE)
    Recurring watchingQueue(
            QueueMonitor monitor, QueueGate gate, CouponApiSettings settings) {
        Mono<Void> look =
                Mono.defer(monitor::check).doOnSuccess(done -> gate.answered()).doOnError(failure -> gate.silent());
        return new Recurring(
                "watching the queue", settings.queue().watchInterval(), Mono.defer(monitor::prepare), look);
    }

    /** Apart from the watch: requests are taken whether or not it can be told how far those before them are. */
    @Bean(FOLLOWING_RESULTS)
    Recurring followingResults(
            @Qualifier(WATCHING_QUEUE) Recurring watch,
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
        return new Recurring("following the results", settings.queue().watchInterval(), watch.firstSuccess(), follow);
    }
}
