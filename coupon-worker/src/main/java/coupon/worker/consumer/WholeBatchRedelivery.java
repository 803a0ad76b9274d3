package coupon.worker.consumer;

import coupon.core.incident.Incident;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.kafka.event.ListenerContainerIdleEvent;
import org.springframework.kafka.listener.BatchInterceptor;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.ListenerUtils;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Never skips: whatever goes wrong with a batch, all of it is delivered again, as often as it takes.
 *
 * <p>The stock error handlers give a batch up after some attempts and commit it, which loses accepted requests. Here
 * every partition goes back to the batch's first record and nothing is acknowledged; the wait between two attempts
 * grows, and ends at once when the worker stops. Belongs to one container of one thread.
 */
public final class WholeBatchRedelivery implements CommonErrorHandler, BatchInterceptor<byte[], byte[]>, MeterBinder {
    private static final Duration FIRST_WAIT = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    private final Incident batchFailing = new Incident("deciding a batch");
    private final Incident pollFailing = new Incident("polling the event topic");
    private final ExponentialBackOff waits = new ExponentialBackOff(FIRST_WAIT.toMillis(), 2);
    private final AtomicLong batchRetries = new AtomicLong();
    private final AtomicLong pollRetries = new AtomicLong();
    private @Nullable BackOffExecution wait;
    /** Of the batch that fails. */
    private Set<TopicPartition> failing = Set.of();

    public WholeBatchRedelivery() {
        waits.setMaxInterval(LONGEST_WAIT.toMillis());
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Map.of("batch", batchRetries, "poll", pollRetries)
                .forEach((what, count) -> FunctionCounter.builder("coupon.retries", count, AtomicLong::get)
                        .tag("what", what)
                        .description("Attempts that failed and are made again")
                        .register(registry));
    }

    /** What stands in the way of deciding, if anything does. Any thread may ask. */
    public @Nullable String trouble() {
        String trouble = batchFailing.description();
        return trouble != null ? trouble : pollFailing.description();
    }

    /** A poll that brings nothing is one that works. A batch that was taken away meanwhile is another's to decide. */
    @EventListener
    public void onIdle(ListenerContainerIdleEvent idle) {
        pollFailing.over();
        if (Collections.disjoint(idle.getConsumer().assignment(), failing)) {
            noLongerFails();
        }
    }

    @Override
    public boolean seeksAfterHandling() {
        return true;
    }

    @Override
    public boolean isAckAfterHandle() {
        return false;
    }

    @Override
    public void handleBatch(
            Exception failure,
            ConsumerRecords<?, ?> batch,
            Consumer<?, ?> consumer,
            MessageListenerContainer container,
            Runnable invokeListener) {
        pollFailing.over();
        batchFailing.attemptFailed(failure);
        failing = batch.partitions();
        batchRetries.incrementAndGet();
        for (TopicPartition partition : batch.partitions()) {
            // A partition that was taken away meanwhile is delivered again to whoever has it now.
            if (consumer.assignment().contains(partition)) {
                consumer.seek(partition, batch.records(partition).get(0).offset());
            }
        }
        waitBeforeNextAttempt(container);
    }

    @Override
    public void handleOtherException(
            Exception failure, Consumer<?, ?> consumer, MessageListenerContainer container, boolean batchListener) {
        pollFailing.attemptFailed(failure);
        pollRetries.incrementAndGet();
        waitBeforeNextAttempt(container);
    }

    @Override
    public ConsumerRecords<byte[], byte[]> intercept(
            ConsumerRecords<byte[], byte[]> batch, Consumer<byte[], byte[]> consumer) {
        return batch;
    }

    @Override
    public void success(ConsumerRecords<byte[], byte[]> batch, Consumer<byte[], byte[]> consumer) {
        noLongerFails();
        pollFailing.over();
    }

    private void noLongerFails() {
        wait = null;
        failing = Set.of();
        batchFailing.over();
    }

    private void waitBeforeNextAttempt(MessageListenerContainer container) {
        if (wait == null) {
            wait = waits.start();
        }
        try {
            ListenerUtils.stoppableSleep(container, wait.nextBackOff());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
