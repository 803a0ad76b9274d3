package coupon.api.issue;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochRandomGenerator;
import coupon.api.CouponApiSettings;
import coupon.api.background.Recurring;
import coupon.api.coupon.CouponSnapshot;
import coupon.api.queue.MeteredQueue;
import coupon.api.queue.QueueGate;
import coupon.api.queue.QueueProgress;
import coupon.api.result.Ledger;
import coupon.api.result.PromiseCheck;
import coupon.api.result.WaitingCallers;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

/** How requests are taken. */
@Configuration(proxyBeanMethods = false)
class IssueConfiguration {
    private static final Duration RATES_INTERVAL = Duration.ofSeconds(1);

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
