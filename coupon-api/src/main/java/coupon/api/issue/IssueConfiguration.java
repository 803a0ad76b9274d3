package coupon.api.issue;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochRandomGenerator;
import coupon.api.CouponApiSettings;
import coupon.api.background.PeriodicTask;
import coupon.api.coupon.CouponSnapshot;
import coupon.api.queue.GuardedQueue;
import coupon.api.queue.QueueProgress;
import coupon.api.result.RequestStore;
import coupon.api.result.WaitingCallers;
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
    PeriodicTask forgettingRates(UserRates rates) {
        return new PeriodicTask("forgetting rates", RATES_INTERVAL, Mono.empty(), Mono.fromRunnable(rates::forget));
    }

    @Bean
    CouponIssueService couponIssueService(
            CouponSnapshot coupons,
            GuardedQueue queue,
            QueueProgress progress,
            WaitingCallers waiting,
            RequestStore store,
            Clock clock) {
        // One for each thread: a generator makes its callers wait for each other, and those are event loops.
        ThreadLocal<TimeBasedEpochRandomGenerator> requestIds =
                ThreadLocal.withInitial(Generators::timeBasedEpochRandomGenerator);
        return new CouponIssueService(
                coupons,
                queue,
                progress,
                waiting,
                store,
                () -> requestIds.get().generate(),
                clock);
    }
}
