package coupon.api.security;

import coupon.api.CouponApiSettings;
import coupon.api.problem.ProblemAnswer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.web.server.SecurityWebFilterChain;

/** Who may do what. Tokens are read as {@code spring.security.oauth2.resourceserver.jwt.*} says. */
@Configuration(proxyBeanMethods = false)
@EnableWebFluxSecurity
class SecurityConfiguration {
    @Bean
    Callers callers(CouponApiSettings settings) {
        return new Callers(settings.security().users());
    }

    @Bean
    RejectedRequests rejectedRequests(ProblemAnswer answer) {
        return new RejectedRequests(answer);
    }

    @Bean
    @Order(1)
    SecurityWebFilterChain operatorChain(
            ServerHttpSecurity http,
            ProblemAnswer answer,
            CouponApiSettings settings,
            ObjectProvider<ReactiveJwtDecoder> tokens) {
        return new OperatorSecurity(answer, settings.security(), tokens.getIfAvailable()).chain(http);
    }

    /** Only with tokens: without them users' requests are matched by no chain, and cost nothing here. */
    @Bean
    @Order(2)
    @ConditionalOnProperty(name = "app.security.users", havingValue = "jwt")
    SecurityWebFilterChain userChain(
            ServerHttpSecurity http, ProblemAnswer answer, ObjectProvider<ReactiveJwtDecoder> tokens) {
        ReactiveJwtDecoder readable = tokens.getIfAvailable();
        if (readable == null) {
            throw new IllegalStateException("app.security.users=jwt needs to know whose tokens count: set"
                    + " spring.security.oauth2.resourceserver.jwt.issuer-uri, .jwk-set-uri or .public-key-location");
        }
        return new UserSecurity(answer, readable).chain(http);
    }
}
