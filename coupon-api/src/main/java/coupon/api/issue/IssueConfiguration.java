package coupon.api.issue;

import coupon.api.CouponApiSettings;
import coupon.api.background.PeriodicTask;
import io.micrometer.observation.ObservationPredicate;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
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

    /** A call that is taken before the others has a timer of its own. */
    @Bean
    ObservationPredicate onlyCallsThatAreNotTimedAlready(CouponApiSettings settings, Environment environment) {
        boolean issuingIsFirst = IssueHandler.isFirst(settings, environment);
        return (name, context) -> !(issuingIsFirst
                && context instanceof ServerRequestObservationContext request
                && request.getCarrier() != null
                && IssueHandler.couponId(request.getCarrier()) != 0);
    }
}
