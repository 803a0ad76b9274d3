package coupon.api.queue;

import coupon.core.queue.QueueMonitor;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import reactor.core.publisher.Mono;

/** Asks the queue how many requests wait. Callers that ask for the same coupon at the same time share one question. */
final class QueueSizes {
    private final QueueMonitor queue;
    private final ConcurrentMap<Long, Mono<Long>> underWay = new ConcurrentHashMap<>();

    QueueSizes(QueueMonitor queue) {
        this.queue = queue;
    }

    /** Fails with {@link coupon.core.queue.QueueUnavailableException} if the queue does not answer soon. */
    Mono<Long> of(long couponId) {
        return Mono.defer(() -> underWay.computeIfAbsent(couponId, this::question));
    }

    private Mono<Long> question(long couponId) {
        return queue.queueSize(couponId)
                .doOnTerminate(() -> underWay.remove(couponId))
                .share(); // goes on for the others when one of the callers leaves
    }
}
