package coupon.api;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochRandomGenerator;
import coupon.api.background.Recurring;
import coupon.api.coupon.CouponSnapshot;
import coupon.api.issue.CouponIssueService;
import coupon.api.issue.UserRates;
import coupon.api.queue.MeteredQueue;
import coupon.api.queue.QueueGate;
import coupon.api.queue.QueueProgress;
import coupon.api.result.Ledger;
import coupon.api.result.PromiseCheck;
import coupon.api.result.RequestService;
import coupon.api.result.RequestStreams;
import coupon.api.result.WaitingCallers;
import coupon.core.store.CouponIssueResultRepository;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

/** How requests are taken, and how those who made them learn what became of them. */
@Configuration(proxyBeanMethods = false)
class RequestsConfiguration {
    private static final Duration RATES_INTERVAL = Duration.ofSeconds(1);

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

    @Bean
    UserRates userRates(CouponApiSettings settings) {
        return new UserRates(settings.rate().perUserPerSecond(), settings.rate().burst(), System::nanoTime);
    }

    @Bean
    Recurring forgettingRates(UserRates rates) {
        return new Recurring("forgetting rates", RATES_INTERVAL, Mono.empty(), Mono.fromRunnable(rates::forget));
    }

    @Bean
    CouponIssueService couponIssueService(
            CouponSnapshot coupons,
            QueueGate queue,
            QueueProgress progress,
            WaitingCallers waiting,
            Ledger ledger,
            PromiseCheck promises,
            MeterRegistry registry,
            Clock clock) {
        // One for each thread: a generator makes its callers wait for each other, and those are event loops.
        ThreadLocal<TimeBasedEpochRandomGenerator> requestIds =
                ThreadLocal.withInitial(Generators::timeBasedEpochRandomGenerator);
        return new CouponIssueService(
                coupons,
                new MeteredQueue(queue, registry, promises::accepted),
                progress,
                waiting,
                ledger,
                () -> requestIds.get().generate(),
                clock);
    }
}
