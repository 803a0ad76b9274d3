package coupon.api.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Passwords that are configured in clear. To hash them would protect nothing, since they stand beside their hash, and it
 * would let anybody who can reach an operator's path keep a processor busy for a tenth of a second with each guess.
 */
final class SamePassword implements PasswordEncoder {
    @Override
    public @Nullable String encode(@Nullable CharSequence password) {
        return password == null ? null : password.toString();
    }

    /** Takes as long wherever they differ. */
    @Override
    public boolean matches(@Nullable CharSequence guess, @Nullable String password) {
        return guess != null && password != null && MessageDigest.isEqual(bytes(guess), bytes(password));
    }

    private static byte[] bytes(CharSequence text) {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
