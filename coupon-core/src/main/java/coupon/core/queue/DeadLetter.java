package coupon.core.queue;

import coupon.core.domain.QueuePosition;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A record that could not be decided, set aside.
 *
 * @param position among the dead letters
 * @param origin its position in the queue; null if the record does not have it
 * @param key as text; null if it had none
 * @param value the beginning of it, as text; null if it had none
 * @param reason why it could not be decided
 */
public record DeadLetter(
        QueuePosition position,
        @Nullable QueuePosition origin,
        @Nullable String key,
        @Nullable String value,
        String reason,
        Instant setAsideAt) {
    private static final int TEXT_LENGTH_MAX = 1_000;

    public DeadLetter {
        Objects.requireNonNull(position, "position");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(setAsideAt, "setAsideAt");
    }

    /** The beginning of a key or a value as text. */
    public static @Nullable String text(byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        String text = new String(bytes, 0, Math.min(bytes.length, TEXT_LENGTH_MAX), StandardCharsets.UTF_8);
        return bytes.length > TEXT_LENGTH_MAX ? text + "…" : text;
    }
}
