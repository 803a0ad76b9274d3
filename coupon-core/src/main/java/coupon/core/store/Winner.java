package coupon.core.store;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A success of a coupon, whose user still has it.
 *
 * @param requestId null if no stored request has this number
 * @param code null: a coupon without codes
 */
public record Winner(
        long number,
        long userId,
        @Nullable UUID requestId,
        Instant issuedAt,
        @Nullable String code) {
    /** Without the code, which is a secret. */
    @Override
    public String toString() {
        return "Winner[number=" + number + ", userId=" + userId + ", issuedAt=" + issuedAt + "]";
    }
}
