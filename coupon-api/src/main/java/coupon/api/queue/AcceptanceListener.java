package coupon.api.queue;

import coupon.core.domain.QueuePosition;
import java.util.UUID;

/** Is called for every request that the queue has accepted. */
@FunctionalInterface
public interface AcceptanceListener {
    /** Quick, and never throws. */
    void accepted(UUID requestId, QueuePosition position);
}
