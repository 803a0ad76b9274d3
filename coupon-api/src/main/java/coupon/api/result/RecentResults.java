package coupon.api.result;

import coupon.core.domain.QueuePosition;
import coupon.core.queue.wire.PublishedResult;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The last results that this instance has read, so that most callers that ask for a status soon cost no query.
 *
 * <p>A plain map under a lock: one thread writes, and what a caller that polls saves is a query.
 */
public final class RecentResults {
    private final Map<UUID, PublishedResult> results;

    /** @param resultsMax how many are kept; about 200 bytes each */
    public RecentResults(int resultsMax) {
        results = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<UUID, PublishedResult> eldest) {
                return size() > resultsMax;
            }
        };
    }

    public synchronized void add(PublishedResult result) {
        results.put(result.eventId(), result);
    }

    /** Empty unless it is the result of exactly this record: a request that was queued twice is decided only once. */
    synchronized Optional<PublishedResult> find(UUID requestId, QueuePosition position) {
        return Optional.ofNullable(results.get(requestId))
                .filter(result ->
                        result.sourcePartition() == position.partition() && result.sourceOffset() == position.offset());
    }
}
