package coupon.api.security;

import coupon.api.problem.ProblemAnswer;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;

/** Users, by Bearer token. Whose token it is matters to the calls themselves, see {@link Callers}. */
final class UserSecurity {
    static final String CHALLENGE = "Bearer realm=\"coupons\"";

    private final ProblemAnswer answer;
    private final ReactiveJwtDecoder tokens;

    UserSecurity(ProblemAnswer answer, ReactiveJwtDecoder tokens) {
        this.answer = answer;
        this.tokens = tokens;
    }

    SecurityWebFilterChain chain(ServerHttpSecurity http) {
        var problems = new SecurityProblems(answer, "This needs a valid token.", CHALLENGE);
        Stateless.apply(http, problems)
                .securityMatcher(ServerWebExchangeMatchers.pathMatchers("/api/**"))
                .authorizeExchange(exchanges -> exchanges.anyExchange().authenticated())
                .httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
                .oauth2ResourceServer(bearer -> bearer.jwt(jwt -> jwt.jwtDecoder(tokens))
                        .authenticationEntryPoint(problems)
                        .accessDeniedHandler(problems));
        return http.build();
    }
}
