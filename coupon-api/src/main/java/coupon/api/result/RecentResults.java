package coupon.api.result;

import coupon.core.domain.QueuePosition;
import coupon.core.queue.wire.PublishedResult;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * The last results that this instance has read, so that most callers that ask for a status soon cost no query.
 *
 * <p>A plain map under a lock: one thread writes, and what a caller that polls saves is a query.
 */
@Component
final class RecentResults {
    /** About 200 bytes each. */
    static final int RESULTS_MAX = 50_000;

    private final Map<UUID, PublishedResult> results = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, PublishedResult> eldest) {
            return size() > RESULTS_MAX;
        }
    };

    synchronized void add(PublishedResult result) {
        results.put(result.eventId(), result);
    }

    /** Empty unless it is the result of exactly this record: a request that was queued twice is decided only once. */
    synchronized Optional<PublishedResult> find(UUID requestId, QueuePosition position) {
        return Optional.ofNullable(results.get(requestId))
                .filter(result ->
                        result.sourcePartition() == position.partition() && result.sourceOffset() == position.offset());
    }
}
