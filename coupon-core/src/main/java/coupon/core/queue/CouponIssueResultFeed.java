package coupon.core.queue;

import coupon.core.queue.wire.PublishedResult;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;

/** What was decided, as it is published: to every reader everything, and nobody's reading is remembered. */
public interface CouponIssueResultFeed {
    /**
     * Delivers every result that is published from now on to the listener, at least once, on a thread of the feed.
     * To be called again every now and then, never concurrently: partitions that were added meanwhile are then followed
     * too, from their beginning, and a reader that has stopped is replaced. Never blocks the caller.
     *
     * @param listener quick, and never throws
     * @return completes when nothing that is published from then on will be missed; fails if the queue does not answer, or if
     *     a reader had stopped
     */
    Mono<Void> follow(Consumer<PublishedResult> listener);
}
