package coupon.api.security;

import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operator's password: the configured one, or one that is made now and logged this once. */
final class OperatorPassword {
    private static final Logger log = LoggerFactory.getLogger(OperatorPassword.class);
    private static final int RANDOM_BYTES = 18;

    private OperatorPassword() {}

    static String configuredOrMade(String username, @Nullable String configured) {
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
