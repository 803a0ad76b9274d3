package coupon.api.issue;

import coupon.api.CouponApiSettings;
import coupon.api.background.PeriodicTask;
import coupon.api.problem.ProblemExceptionHandler;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationPredicate;
import java.time.Duration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
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

    /** With tokens and with traces the call goes through all that the other calls go through. */
    @Profile("!tracing")
    @ConditionalOnProperty(name = "app.security.users", havingValue = "parameter", matchIfMissing = true)
    @Configuration(proxyBeanMethods = false)
    static class ShortWayConfiguration {
        @Bean
        IssueRoute issueRoute(IssueHandler handler, ProblemExceptionHandler problems, MeterRegistry registry) {
            return new IssueRoute(handler, problems, registry);
        }

        @Bean
        ObservationPredicate onlyCallsThatAreNotTimedByTheRoute() {
            return (name, context) -> !(context instanceof ServerRequestObservationContext request
                    && request.getCarrier() != null
                    && IssueRoute.couponId(request.getCarrier()) != 0);
        }
    }
}
