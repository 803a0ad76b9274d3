package coupon.api.security;

import coupon.api.problem.ProblemAnswer;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.UserDetailsRepositoryReactiveAuthenticationManager;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;

/**
 * Operators, by HTTP Basic. The chain matches their paths alone: everybody else's requests never enter Spring Security.
 */
public final class OperatorSecurity {
    private static final String OPERATOR = "OPERATOR";
    private static final String[] PATHS = {"/api/admin/**", "/ops/**"};

    private final ProblemAnswer answer;
    private final String username;
    private final String password;

    /**
     * @param configuredPassword in clear, or with the prefix of its hash as in <code>{bcrypt}…</code>; null: one is made
     */
    public OperatorSecurity(ProblemAnswer answer, String username, @Nullable String configuredPassword) {
        this.answer = answer;
        this.username = username;
        this.password = OperatorPassword.configuredOrMade(username, configuredPassword);
    }

    public SecurityWebFilterChain chain(ServerHttpSecurity http) {
        var problems = new SecurityProblems(answer);
        return http.securityMatcher(ServerWebExchangeMatchers.pathMatchers(PATHS))
                .authorizeExchange(exchanges -> exchanges.anyExchange().hasRole(OPERATOR))
                .httpBasic(basic -> basic.authenticationManager(operators()).authenticationEntryPoint(problems))
                .exceptionHandling(
                        handling -> handling.authenticationEntryPoint(problems).accessDeniedHandler(problems))
                .securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
                .csrf(ServerHttpSecurity.CsrfSpec::disable)
                .formLogin(ServerHttpSecurity.FormLoginSpec::disable)
                .logout(ServerHttpSecurity.LogoutSpec::disable)
                .requestCache(ServerHttpSecurity.RequestCacheSpec::disable)
                .headers(ServerHttpSecurity.HeaderSpec::disable) // every answer has them already
                .build();
    }

    /** Compares passwords on threads where that may take its time. */
    private UserDetailsRepositoryReactiveAuthenticationManager operators() {
        PasswordEncoder encoder = PasswordEncoderFactories.createDelegatingPasswordEncoder();
        String encoded = password.startsWith("{") ? password : encoder.encode(password);
        var users = new MapReactiveUserDetailsService(
                User.withUsername(username).password(encoded).roles(OPERATOR).build());
        var manager = new UserDetailsRepositoryReactiveAuthenticationManager(users);
        manager.setPasswordEncoder(encoder);
        return manager;
    }
}
