package coupon.api;

import coupon.api.background.Recurring;
import coupon.api.queue.QueueGate;
import coupon.api.queue.QueueProgress;
import coupon.api.result.PromiseCheck;
import coupon.api.result.RequestStreams;
import coupon.api.result.WaitingCallers;
import coupon.core.queue.CouponIssueProgress;
import coupon.core.queue.CouponIssueResultFeed;
import coupon.core.queue.QueuePreparation;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

/** How far the line of people is decided. The line itself is that of {@code app.queue.type}. */
@Configuration(proxyBeanMethods = false)
class QueueConfiguration {
    static final String WATCHING_QUEUE = "watchingQueue";

    @Bean
    QueueProgress queueProgress() {
        return new QueueProgress();
    }

    @Bean(WATCHING_QUEUE)
    Recurring watchingQueue(
            QueuePreparation preparation,
            CouponIssueResultFeed results,
            CouponIssueProgress group,
            WaitingCallers waiting,
            RequestStreams streams,
            QueueProgress progress,
            PromiseCheck promises,
            QueueGate gate,
            CouponApiSettings settings) {
        Mono<Void> look = Mono.defer(() -> results.follow(result -> {
                    progress.decided(result);
                    promises.published(result);
                    waiting.complete(result);
                    streams.complete(result);
                }))
                .then(Mono.defer(group::firstUndecided))
                .doOnNext(progress::committed)
                .doOnSuccess(done -> gate.answered())
                .doOnError(failure -> gate.silent())
                .then();
        return new Recurring(
                "watching the queue", settings.queue().watchInterval(), Mono.defer(preparation::prepare), look);
    }
}
