package coupon.api.security;

import coupon.api.problem.ProblemAnswer;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.UserDetailsRepositoryReactiveAuthenticationManager;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;

/** Operators, by HTTP Basic, or by a Bearer token with their scope where tokens can be read. */
public final class OperatorSecurity {
    private static final String OPERATOR = "OPERATOR";
    private static final String[] AUTHORITIES = {"ROLE_" + OPERATOR, "SCOPE_coupon:admin"};
    private static final String[] PATHS = {"/api/admin/**", "/ops/**"};
    private static final String CHALLENGE = "Basic realm=\"operators\", charset=\"UTF-8\"";

    private final ProblemAnswer answer;
    private final String username;
    private final String password;
    private final @Nullable ReactiveJwtDecoder tokens;

    /**
     * @param configuredPassword in clear, or with the prefix of its hash as in <code>{bcrypt}…</code>; null: one is made
     * @param tokens null: none can be read
     */
    public OperatorSecurity(
            ProblemAnswer answer,
            String username,
            @Nullable String configuredPassword,
            @Nullable ReactiveJwtDecoder tokens) {
        this.answer = answer;
        this.username = username;
        this.password = OperatorPassword.configuredOrMade(username, configuredPassword);
        this.tokens = tokens;
    }

    public SecurityWebFilterChain chain(ServerHttpSecurity http) {
        String needed = "This needs an operator's credentials.";
        var problems = tokens == null
                ? new SecurityProblems(answer, needed, CHALLENGE)
                : new SecurityProblems(answer, needed, CHALLENGE, UserSecurity.CHALLENGE);
        Stateless.apply(http, problems)
                .securityMatcher(ServerWebExchangeMatchers.pathMatchers(PATHS))
                .authorizeExchange(exchanges -> exchanges.anyExchange().hasAnyAuthority(AUTHORITIES))
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
        PasswordEncoder encoder = password.startsWith("{")
                ? PasswordEncoderFactories.createDelegatingPasswordEncoder()
                : new SamePassword();
        var users = new MapReactiveUserDetailsService(
                User.withUsername(username).password(password).roles(OPERATOR).build());
        var manager = new UserDetailsRepositoryReactiveAuthenticationManager(users);
        manager.setPasswordEncoder(encoder);
        return manager;
    }
}
