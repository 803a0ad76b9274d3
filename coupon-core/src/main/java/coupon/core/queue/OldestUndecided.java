package coupon.core.queue;

import java.time.Instant;
import java.util.Map;
import reactor.core.publisher.Mono;

/** Since when the first of each line waits: lag as those in the line feel it. */
public interface OldestUndecided {
    /**
     * When the first undecided request of each line was accepted, by partition; lines in which nobody waits are left out.
     * Never blocks the caller, never asked concurrently. Fails if the queue does not tell within seconds.
     *
     * @param lag as it was told a moment ago
     */
    Mono<Map<Integer, Instant>> acceptedAt(GroupLag lag);
}
