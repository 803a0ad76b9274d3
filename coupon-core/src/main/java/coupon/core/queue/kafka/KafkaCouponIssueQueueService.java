package coupon.core.queue.kafka;

import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.QueuePosition;
import coupon.core.queue.CouponIssueQueueService;
import coupon.core.queue.QueueAcknowledgementUnknownException;
import coupon.core.queue.QueueUnavailableException;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The line of people in Kafka.
 *
 * <p>The producer may block whoever calls it, and completes on its network thread. So events are handed to it on a
 * thread of their own, and what follows an acknowledgement runs elsewhere again. How many are under way is the callers'
 * to bound.
 */
public final class KafkaCouponIssueQueueService implements CouponIssueQueueService, AutoCloseable {
    private static final int WARM_UP_EVENTS = 500;
    private static final int WARM_UP_EVENTS_AT_ONCE = 8;

    private final CouponIssueEventProducer producer;
    private final Scheduler publishing;
    private final Scheduler answering;

    /** @param answering where what follows an acknowledgement runs; best where the answers are written */
    public KafkaCouponIssueQueueService(CouponIssueEventProducer producer, Scheduler answering) {
        this.producer = producer;
        this.publishing = Schedulers.fromExecutorService(publishingThread());
        this.answering = answering;
    }

    @Override
    public Mono<QueuePosition> addCouponIssueRequest(CouponIssueEvent event) {
        return send(event, producer::publishCouponIssueEvent);
    }

    @Override
    public Mono<Void> warmUp() {
        return Mono.fromRunnable(producer::findTheLines)
                .subscribeOn(publishing)
                .thenMany(Flux.range(1, WARM_UP_EVENTS))
                .map(user -> new CouponIssueEvent(UUID.randomUUID(), user, 1, Instant.EPOCH))
                .flatMap(event -> send(event, producer::publishForWarmUp), WARM_UP_EVENTS_AT_ONCE)
                .then();
    }

    @Override
    public void close() {
        publishing.dispose();
    }

    private Mono<QueuePosition> send(
            CouponIssueEvent event, Function<CouponIssueEvent, CompletableFuture<QueuePosition>> publish) {
        return Mono.fromCallable(() -> publish.apply(event))
                .subscribeOn(publishing)
                .onErrorMap(notQueued -> new QueueUnavailableException("the queue cannot accept now", notQueued))
                .flatMap(acknowledgement ->
                        Mono.fromFuture(acknowledgement, true).onErrorMap(KafkaCouponIssueQueueService::unknown))
                .publishOn(answering);
    }

    /**
     * Takes events without a lock, which whoever hands them over might wait for. None of Reactor's schedulers does: each
     * keeps its tasks in the order of their time.
     */
    private static ExecutorService publishingThread() {
        var threads = new CustomizableThreadFactory("coupon-publish-");
        threads.setDaemon(true);
        return new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedTransferQueue<>(), threads);
    }

    private static QueueAcknowledgementUnknownException unknown(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return new QueueAcknowledgementUnknownException("no acknowledgement of the queue in time", cause);
    }
}
