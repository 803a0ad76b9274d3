package coupon.api.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Passwords as they are configured: hashed, with the prefix of a known hash, or in clear, whatever they begin with. To
 * hash the latter would protect nothing, since they would be next to their hash, and it would let any client that can
 * reach an operator's path keep a processor busy for a tenth of a second with each guess.
 */
final class ConfiguredPassword implements PasswordEncoder {
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
