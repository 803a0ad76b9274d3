package coupon.api.security;

import coupon.api.CouponApiSettings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
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
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.keygen.Base64StringKeyGenerator;
import org.springframework.security.crypto.password.PasswordEncoder;

/** Operators, and viewers, who may read the operations page and do nothing. */
public final class Operators {
    static final String[] ACTING = {"ROLE_OPERATOR", "SCOPE_coupon:admin"};
    static final String[] READING = {"ROLE_OPERATOR", "SCOPE_coupon:admin", "ROLE_VIEWER", "SCOPE_coupon:view"};

    private static final Set<HttpMethod> READING_METHODS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final Logger log = LoggerFactory.getLogger(Operators.class);

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
        String made = new Base64StringKeyGenerator(Base64.getUrlEncoder().withoutPadding()).generateKey();
        log.warn(
                "no app.security.admin.password is configured; operator {} has password {} until the end of this run",
                username,
                made);
        return made;
    }

    /**
     * Passwords as they are configured: hashed, with the prefix of a known hash, or in clear, whatever they begin with. To
     * hash the latter would protect nothing, since they would be next to their hash, and it would let any client that can
     * reach an operator's path keep a processor busy for a tenth of a second with each guess.
     */
    private static final class ConfiguredPassword implements PasswordEncoder {
        private static final Pattern HASHED =
                Pattern.compile("\\{(bcrypt|pbkdf2(@SpringSecurity_v5_8)?|SHA-1|SHA-256|sha256|ldap|MD4|MD5|noop)}.*");

        private final PasswordEncoder hashes = PasswordEncoderFactories.createDelegatingPasswordEncoder();

        @Override
        public @Nullable String encode(@Nullable CharSequence password) {
            return password == null ? null : password.toString();
        }

        /** In clear it takes as long wherever they differ. */
        @Override
        public boolean matches(@Nullable CharSequence guess, @Nullable String password) {
            if (guess == null || password == null) {
                return false;
            }
            return HASHED.matcher(password).matches()
                    ? hashes.matches(guess, password)
                    : MessageDigest.isEqual(bytes(guess), bytes(password));
        }

        private static byte[] bytes(CharSequence text) {
            return text.toString().getBytes(StandardCharsets.UTF_8);
        }
    }
}
