package coupon.api.security;

import coupon.api.CouponApiSettings;
import coupon.api.problem.ProblemAnswer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.UserDetailsRepositoryReactiveAuthenticationManager;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;

/**
 * Operators, and viewers, who may read the operations page and do nothing: by HTTP Basic, or by a Bearer token with their
 * scope where tokens can be read.
 */
final class OperatorSecurity {
    private static final String OPERATOR = "OPERATOR";
    private static final String VIEWER = "VIEWER";
    private static final String[] ACTING = {"ROLE_" + OPERATOR, "SCOPE_coupon:admin"};
    private static final String[] READING = {
        "ROLE_" + OPERATOR, "SCOPE_coupon:admin", "ROLE_" + VIEWER, "SCOPE_coupon:view"
    };
    private static final String PAGE = "/ops/**";
    private static final String[] PATHS = {"/api/admin/**", PAGE};
    private static final String CHALLENGE = "Basic realm=\"operators\", charset=\"UTF-8\"";

    private final ProblemAnswer answer;
    private final List<UserDetails> users;
    private final @Nullable ReactiveJwtDecoder tokens;

    /**
     * @param settings passwords are in clear, or hashed and with the prefix of the hash as in <code>{bcrypt}…</code>
     * @param tokens null: none can be read
     */
    OperatorSecurity(ProblemAnswer answer, CouponApiSettings.Security settings, @Nullable ReactiveJwtDecoder tokens) {
        this.answer = answer;
        this.users = users(settings);
        this.tokens = tokens;
    }

    private static List<UserDetails> users(CouponApiSettings.Security settings) {
        String name = settings.admin().username();
        UserDetails operator = user(
                name, OperatorPassword.configuredOrMade(name, settings.admin().password()), OPERATOR);
        String password = settings.viewer().password();
        return password == null || password.isBlank()
                ? List.of(operator)
                : List.of(operator, user(settings.viewer().username(), password, VIEWER));
    }

    private static UserDetails user(String name, String password, String role) {
        return User.withUsername(name).password(password).roles(role).build();
    }

    SecurityWebFilterChain chain(ServerHttpSecurity http) {
        String needed = "This needs an operator's credentials.";
        var problems = tokens == null
                ? new SecurityProblems(answer, needed, CHALLENGE)
                : new SecurityProblems(answer, needed, CHALLENGE, UserSecurity.CHALLENGE);
        Stateless.apply(http, problems)
                .securityMatcher(ServerWebExchangeMatchers.pathMatchers(PATHS))
                .authorizeExchange(exchanges -> exchanges
                        .pathMatchers(HttpMethod.GET, PAGE)
                        .hasAnyAuthority(READING)
                        .anyExchange()
                        .hasAnyAuthority(ACTING))
                .addFilterAfter(new SameOrigin(answer), SecurityWebFiltersOrder.AUTHORIZATION)
                .httpBasic(basic -> basic.authenticationManager(operators()).authenticationEntryPoint(problems));
        ReactiveJwtDecoder readable = tokens;
        if (readable != null) {
            http.oauth2ResourceServer(bearer -> bearer.jwt(jwt -> jwt.jwtDecoder(readable))
                    .authenticationEntryPoint(problems)
                    .accessDeniedHandler(problems));
        }
        return http.build();
    }

    /** Compares passwords on threads where that may take its time, as it does with those that are configured hashed. */
    private UserDetailsRepositoryReactiveAuthenticationManager operators() {
        var manager = new UserDetailsRepositoryReactiveAuthenticationManager(new MapReactiveUserDetailsService(users));
        manager.setPasswordEncoder(new ConfiguredPassword());
        return manager;
    }
}
