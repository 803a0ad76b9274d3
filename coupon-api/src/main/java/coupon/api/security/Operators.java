package coupon.api.security;

import coupon.api.CouponApiSettings;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.authentication.UserDetailsRepositoryReactiveAuthenticationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;

/** Operators, and viewers, who may read the operations page and do nothing. */
public final class Operators {
    static final String[] ACTING = {"ROLE_OPERATOR", "SCOPE_coupon:admin"};
    static final String[] READING = {"ROLE_OPERATOR", "SCOPE_coupon:admin", "ROLE_VIEWER", "SCOPE_coupon:view"};

    private static final Set<HttpMethod> READING_METHODS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final Logger log = LoggerFactory.getLogger(Operators.class);
    private static final int RANDOM_BYTES = 18;

    private Operators() {}

    /** Whether this one may act, and not only look. */
    public static boolean mayAct(Authentication operator) {
        return operator.getAuthorities().stream()
                .anyMatch(granted -> List.of(ACTING).contains(granted.getAuthority()));
    }

    /** Whether a call changes nothing. */
    public static boolean isReading(HttpMethod method) {
        return READING_METHODS.contains(method);
    }

    /**
     * Those who are known by name and password. Passwords are compared on threads where that may take its time, as it does
     * with those that are configured hashed.
     */
    static ReactiveAuthenticationManager byPassword(CouponApiSettings.Security settings) {
        String name = settings.admin().username();
        UserDetails operator =
                user(name, configuredOrMade(name, settings.admin().password()), "OPERATOR");
        String viewer = settings.viewer().password();
        var users = viewer == null || viewer.isBlank()
                ? new MapReactiveUserDetailsService(operator)
                : new MapReactiveUserDetailsService(
                        operator, user(settings.viewer().username(), viewer, "VIEWER"));
        var manager = new UserDetailsRepositoryReactiveAuthenticationManager(users);
        manager.setPasswordEncoder(new ConfiguredPassword());
        return manager;
    }

    private static UserDetails user(String name, String password, String role) {
        return User.withUsername(name).password(password).roles(role).build();
    }

    /** One that is made is logged this once. */
    private static String configuredOrMade(String username, @Nullable String configured) {
        if (configured != null && !configured.isBlank()) {
            return configured;
        }
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        String made = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        log.warn(
                "no app.security.admin.password is configured; operator {} has password {} until the end of this run",
                username,
                made);
        return made;
    }
}
