package coupon.api.issue;

import coupon.api.http.InvalidParameterException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a client sends along so that it may ask again without asking twice. The request's id follows from the user, the
 * coupon and the key alone: every instance derives the same one, and nobody has to remember anything.
 */
record IdempotencyKey(String value) {
    static final String NAME = "Idempotency-Key";

    private static final int LENGTH_MAX = 255;
    private static final int COUPON_SHIFT = 16;
    private static final long HASH_MASK = 0x0FFFL;
    private static final long VERSION_8 = 0x8000L;
    private static final long VARIANT_MASK = 0xC000_0000_0000_0000L;
    private static final long VARIANT_OF_RFC_9562 = 0x8000_0000_0000_0000L;

    /** @throws InvalidParameterException if there are several, or one that is not 1 to 255 visible ASCII characters */
    static Optional<IdempotencyKey> in(List<String> lines) {
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        String value = lines.get(0);
        if (lines.size() > 1
                || value.isEmpty()
                || value.length() > LENGTH_MAX
                || !value.chars().allMatch(character -> character > ' ' && character < 0x7F)) {
            throw new InvalidParameterException(
                    NAME + " must be given once and have 1 to " + LENGTH_MAX + " visible ASCII characters");
        }
        return Optional.of(new IdempotencyKey(value));
    }

    /**
     * A UUIDv8: the coupon's id in its 48 upper bits, and of a SHA-256 over both ids and the key what then has room. The
     * primary key of the requests is in the order of these ids: those of one coupon lie together, after those of the
     * coupons before it, and are not spread over all that were ever stored.
     */
    UUID requestId(long couponId, long userId) {
        byte[] key = value.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer named = ByteBuffer.allocate(2 * Long.BYTES + key.length);
        named.putLong(couponId).putLong(userId).put(key);
        ByteBuffer hash = ByteBuffer.wrap(sha256(named.array()));
        return new UUID(
                couponId << COUPON_SHIFT | VERSION_8 | hash.getLong() & HASH_MASK,
                (hash.getLong() & ~VARIANT_MASK) | VARIANT_OF_RFC_9562);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
