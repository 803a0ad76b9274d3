package coupon.api.admin;

import coupon.core.domain.QueuePosition;
import coupon.core.queue.DeadLetter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter as operators see it.
 *
 * @param partition among the dead letters, as is {@code offset}
 * @param sourcePartition of its position in the queue; null if the record does not have it
 * @param key as text; null if it had none
 * @param value the beginning of it, as text; null if it had none
 */
record DeadLetterView(
        int partition,
        long offset,
        @Nullable Integer sourcePartition,
        @Nullable Long sourceOffset,
        @Nullable String key,
        @Nullable String value,
        String reason,
        Instant setAsideAt) {
    static DeadLetterView of(DeadLetter letter) {
        QueuePosition origin = letter.origin();
        return new DeadLetterView(
                letter.position().partition(),
                letter.position().offset(),
                origin == null ? null : origin.partition(),
                origin == null ? null : origin.offset(),
                letter.key(),
                letter.value(),
                letter.reason(),
                letter.setAsideAt());
    }
}
