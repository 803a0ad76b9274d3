package coupon.core.queue;

import coupon.core.domain.QueuePosition;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The records that could not be decided, for an operator. Fails with {@link QueueUnavailableException} as a whole. */
public interface DeadLetterQueue {
    /** The newest dead letters, newest first. */
    Flux<DeadLetter> newest(int max);

    /**
     * Appends the record to the queue again, as it was received. It stays among the dead letters, and may be replayed
     * any number of times: an event has one outcome, however often it is queued.
     *
     * @param position among the dead letters
     * @return its new position in the queue; empty if there is no such dead letter. Fails with
     *     {@link QueueAcknowledgementUnknownException} if it may or may not be queued, and with
     *     {@link RecordNotCopiedException} if the dead letter is a reference only
     */
    Mono<QueuePosition> replay(QueuePosition position);
}
