package coupon.api.security;

import coupon.api.CouponApiSettings;
import coupon.api.problem.Problems;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.ServerAuthenticationEntryPoint;
import org.springframework.security.web.server.authorization.ServerAccessDeniedHandler;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedHandler;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;
import org.springframework.web.ErrorResponseException;
import reactor.core.publisher.Mono;

/**
 * Who may do what. Tokens are read as {@code spring.security.oauth2.resourceserver.jwt.*} says. Refusals are problems, and
 * do not say why, which would help an attacker.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebFluxSecurity
class SecurityConfiguration {
    private static final String PAGE = "/ops/**";
    private static final String BASIC = "Basic realm=\"operators\", charset=\"UTF-8\"";
    private static final String BEARER = "Bearer realm=\"coupons\"";
    private static final ServerAccessDeniedHandler DENIED = (exchange, denied) ->
            Mono.error(Problems.exception(HttpStatus.FORBIDDEN, "These credentials do not allow this."));

    /** Requests that try tricks with their path or their headers are not even looked at. */
    @Bean
    ServerExchangeRejectedHandler rejectedRequests() {
        return (exchange, rejected) ->
                Mono.error(Problems.exception(HttpStatus.BAD_REQUEST, "The path or a header is malformed."));
    }

    /** By HTTP Basic, or by a Bearer token with the scope where tokens can be read. */
    @Bean
    @Order(1)
    SecurityWebFilterChain operatorChain(
            ServerHttpSecurity http, CouponApiSettings settings, ObjectProvider<ReactiveJwtDecoder> tokens) {
        ReactiveJwtDecoder readable = tokens.getIfAvailable();
        ServerAuthenticationEntryPoint challenge = challenge(
                "This needs an operator's credentials.", readable == null ? List.of(BASIC) : List.of(BASIC, BEARER));
        stateless(http, challenge)
                .securityMatcher(ServerWebExchangeMatchers.pathMatchers("/api/admin/**", PAGE))
                .authorizeExchange(exchanges -> exchanges
                        .pathMatchers(HttpMethod.GET, PAGE)
                        .hasAnyAuthority(Operators.READING)
                        .anyExchange()
                        .hasAnyAuthority(Operators.ACTING))
                .addFilterAfter(new SameOrigin(), SecurityWebFiltersOrder.AUTHORIZATION)
                .httpBasic(basic -> basic.authenticationManager(Operators.byPassword(settings.security()))
                        .authenticationEntryPoint(challenge));
        return (readable == null ? http : byToken(http, readable, challenge)).build();
    }

    /**
     * Only with tokens: without them users' requests are matched by no chain, and cost nothing here. Whose token it is
     * matters to the calls themselves, see {@link Callers}.
     */
    @Bean
    @Order(2)
    @ConditionalOnProperty(name = "app.security.users", havingValue = "jwt")
    SecurityWebFilterChain userChain(ServerHttpSecurity http, ObjectProvider<ReactiveJwtDecoder> tokens) {
        ReactiveJwtDecoder readable = tokens.getIfAvailable();
        if (readable == null) {
            throw new IllegalStateException("app.security.users=jwt needs to know whose tokens count: set"
                    + " spring.security.oauth2.resourceserver.jwt.issuer-uri, .jwk-set-uri or .public-key-location");
        }
        ServerAuthenticationEntryPoint challenge = challenge("This needs a valid token.", List.of(BEARER));
        stateless(http, challenge)
                .securityMatcher(ServerWebExchangeMatchers.pathMatchers("/api/**"))
                .authorizeExchange(exchanges -> exchanges.anyExchange().authenticated())
                .httpBasic(ServerHttpSecurity.HttpBasicSpec::disable);
        return byToken(http, readable, challenge).build();
    }

    /** What all chains share: no session, no form, no cookie. */
    private static ServerHttpSecurity stateless(ServerHttpSecurity http, ServerAuthenticationEntryPoint challenge) {
        return http.exceptionHandling(
                        handling -> handling.authenticationEntryPoint(challenge).accessDeniedHandler(DENIED))
                .securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
                .csrf(ServerHttpSecurity.CsrfSpec::disable)
                .formLogin(ServerHttpSecurity.FormLoginSpec::disable)
                .logout(ServerHttpSecurity.LogoutSpec::disable)
                .requestCache(ServerHttpSecurity.RequestCacheSpec::disable)
                .headers(ServerHttpSecurity.HeaderSpec::disable); // every answer has them already
    }

    private static ServerHttpSecurity byToken(
            ServerHttpSecurity http, ReactiveJwtDecoder tokens, ServerAuthenticationEntryPoint challenge) {
        return http.oauth2ResourceServer(bearer -> bearer.jwt(jwt -> jwt.jwtDecoder(tokens))
                .authenticationEntryPoint(challenge)
                .accessDeniedHandler(DENIED));
    }

    /** @param ways in which the client may make itself known */
    private static ServerAuthenticationEntryPoint challenge(String needed, List<String> ways) {
        return (exchange, failure) -> {
            ErrorResponseException refusal = Problems.exception(HttpStatus.UNAUTHORIZED, needed);
            refusal.getHeaders().addAll(HttpHeaders.WWW_AUTHENTICATE, ways);
            return Mono.error(refusal);
        };
    }
}
