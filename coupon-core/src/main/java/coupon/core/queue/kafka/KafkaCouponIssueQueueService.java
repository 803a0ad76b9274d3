package coupon.core.queue.kafka;

import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.QueuePosition;
import coupon.core.queue.CouponIssueQueueService;
import coupon.core.queue.QueueUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The queue in Kafka.
 *
 * <p>The producer may block its caller, for a time of its own, once for each event and one after another: without a
 * broker, a few hundred events would be held for minutes. So one thread hands events to it, another one watches the time,
 * and whatever the producer does, an event that was not handed over in time is refused and will never be sent. How many
 * are under way is the callers' to bound.
 */
public final class KafkaCouponIssueQueueService implements CouponIssueQueueService, AutoCloseable {
    /** After that an event is refused, if it is certain that it is not queued. */
    static final Duration HANDED_OVER_MAX = Duration.ofSeconds(1);

    /** After that it is unknown whether a sent event is queued: a little more than the producer tries. */
    static final Duration ACKNOWLEDGED_MAX = KafkaClientSettings.EVENT_DELIVERY_MAX.plusSeconds(1);

    private static final Logger log = LoggerFactory.getLogger(KafkaCouponIssueQueueService.class);
    private static final Duration WATCH_INTERVAL = Duration.ofMillis(100);
    private static final int WARM_UP_EVENTS = 500;
    private static final int WARM_UP_EVENTS_AT_ONCE = 8;

    private final CouponIssueEventProducer producer;
    private final Supplier<Executor> answering;
    private final LinkedTransferQueue<Addition> waiting = new LinkedTransferQueue<>();
    private final ConcurrentLinkedQueue<Addition> sent = new ConcurrentLinkedQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread publishing = thread("coupon-publish", this::publish);
    private final Thread watching = thread("coupon-publish-watch", this::watch);

    /**
     * @param answering is asked by each subscriber of a request, on its own thread, where that request's response is to be
     *     completed
     */
    public KafkaCouponIssueQueueService(CouponIssueEventProducer producer, Supplier<Executor> answering) {
        this.producer = producer;
        this.answering = answering;
        publishing.start();
        watching.start();
    }

    @Override
    public Mono<QueuePosition> addCouponIssueRequest(CouponIssueEvent event) {
        return add(() -> producer.publishCouponIssueEvent(event));
    }

    @Override
    public Mono<Void> warmUp() {
        return Mono.fromRunnable(producer::findPartitions)
                .subscribeOn(Schedulers.boundedElastic())
                .thenMany(Flux.range(1, WARM_UP_EVENTS))
                .map(user -> new CouponIssueEvent(UUID.randomUUID(), user, 1, Instant.EPOCH))
                .flatMap(event -> add(() -> producer.publishForWarmUp(event)), WARM_UP_EVENTS_AT_ONCE)
                .then();
    }

    /** What waits to be sent is refused. */
    @Override
    public void close() {
        closed.countDown();
        publishing.interrupt();
        for (Addition left = waiting.poll(); left != null; left = waiting.poll()) {
            left.refuse(new QueueUnavailableException("the queue is closed", null));
        }
    }

    private Mono<QueuePosition> add(Supplier<CompletableFuture<QueuePosition>> publication) {
        return Mono.create(sink -> {
            var addition = new Addition(publication, sink, answering.get());
            sink.onCancel(addition::cancel);
            waiting.add(addition);
            if (closed.getCount() == 0) {
                close(); // it may have come after the last look
            }
        });
    }

    private void publish() {
        try {
            while (closed.getCount() > 0) {
                Addition next = waiting.take();
                if (next.isToBeSent()) {
                    sent.add(next);
                    next.send();
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } catch (Throwable fatal) {
            log.error("no more requests are published", fatal);
            throw fatal;
        }
    }

    /** Both queues are in the order of their time, so only their heads can be late. */
    private void watch() {
        try {
            while (!closed.await(WATCH_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                long now = System.nanoTime();
                for (Addition first = waiting.peek(); first != null && first.isRefusedAt(now); first = waiting.peek()) {
                    waiting.remove(first);
                }
                for (Addition first = sent.peek(); first != null && first.isAnsweredAt(now); first = sent.peek()) {
                    sent.remove(first);
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread thread(String name, Runnable work) {
        var thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }
}
