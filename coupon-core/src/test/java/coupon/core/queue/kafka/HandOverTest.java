package coupon.core.queue.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.QueuePosition;
import coupon.core.queue.QueueAcknowledgementUnknownException;
import coupon.core.queue.QueueUnavailableException;
import coupon.core.testing.Fixtures;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.SendResult;

/** What becomes of requests while the producer holds the thread that hands events to it. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class HandOverTest {
    private static final CouponTopics TOPICS = new CouponTopics("events", "results", "dlt", "warm-up", 3, 1);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(30);

    private final HoldingTemplate kafka = new HoldingTemplate();
    private final KafkaCouponIssueQueueService queue =
            new KafkaCouponIssueQueueService(new CouponIssueEventProducer(kafka, TOPICS), () -> Runnable::run);

    @AfterEach
    void tearDown() {
        kafka.letGo.countDown();
        queue.close();
    }

    @Test
    void requests_that_are_not_handed_over_in_time_are_refused_and_never_sent() {
        CompletableFuture<QueuePosition> held = add(1);
        kafka.awaitSending();
        long beganNanos = System.nanoTime();
        List<CompletableFuture<QueuePosition>> behind =
                LongStream.rangeClosed(2, 500).mapToObj(this::add).toList();

        behind.forEach(refused -> assertThatThrownBy(() -> refused.get(ANSWER_MAX.toSeconds(), TimeUnit.SECONDS))
                .hasCauseInstanceOf(QueueUnavailableException.class));
        assertThat(Duration.ofNanos(System.nanoTime() - beganNanos))
                .as("together, and not one after the other, each held for as long as the producer may")
                .isLessThan(KafkaCouponIssueQueueService.ACKNOWLEDGED_MAX);

        kafka.letGo.countDown();
        assertThat(held).succeedsWithin(ANSWER_MAX);
        assertThat(add(501)).succeedsWithin(ANSWER_MAX);
        assertThat(kafka.sent).hasSize(2);
    }

    @Test
    void a_request_that_was_cancelled_before_it_is_handed_over_is_not_sent() {
        add(1);
        kafka.awaitSending();
        queue.addCouponIssueRequest(event(2)).subscribe().dispose();

        kafka.letGo.countDown();

        assertThat(add(3)).succeedsWithin(ANSWER_MAX);
        assertThat(kafka.sent).hasSize(2);
    }

    @Test
    void a_request_that_the_producer_holds_for_too_long_is_unknown() {
        CompletableFuture<QueuePosition> held = add(1);

        assertThatThrownBy(() -> held.get(ANSWER_MAX.toSeconds(), TimeUnit.SECONDS))
                .hasCauseInstanceOf(QueueAcknowledgementUnknownException.class);
    }

    @Test
    void what_waits_when_the_queue_is_closed_is_refused() {
        add(1);
        kafka.awaitSending();
        CompletableFuture<QueuePosition> waiting = add(2);

        queue.close();

        assertThatThrownBy(() -> waiting.get(ANSWER_MAX.toSeconds(), TimeUnit.SECONDS))
                .hasCauseInstanceOf(QueueUnavailableException.class);
        assertThatThrownBy(() -> add(3).get(ANSWER_MAX.toSeconds(), TimeUnit.SECONDS))
                .hasCauseInstanceOf(QueueUnavailableException.class);
    }

    private CompletableFuture<QueuePosition> add(long userId) {
        return queue.addCouponIssueRequest(event(userId)).toFuture();
    }

    private static CouponIssueEvent event(long userId) {
        return new CouponIssueEvent(UUID.randomUUID(), userId, 1, Fixtures.NOON);
    }

    /** Holds its caller until it is let go, as a producer without metadata does. */
    private static final class HoldingTemplate extends KafkaTemplate<String, byte[]> {
        final CountDownLatch letGo = new CountDownLatch(1);
        final List<byte[]> sent = new CopyOnWriteArrayList<>();
        private volatile boolean sending;

        HoldingTemplate() {
            super(new DefaultKafkaProducerFactory<>(Map.of()));
        }

        void awaitSending() {
            await().until(() -> sending);
        }

        @Override
        public CompletableFuture<SendResult<String, byte[]>> send(
                String topic, @Nullable String key, byte @Nullable [] value) {
            sending = true;
            boolean held = true;
            while (held) {
                try {
                    letGo.await();
                    held = false;
                } catch (InterruptedException notListenedTo) {
                    sending = true;
                }
            }
            sent.add(value);
            return CompletableFuture.completedFuture(new SendResult<>(
                    new ProducerRecord<>(topic, key, value),
                    new RecordMetadata(new TopicPartition(topic, 0), sent.size() - 1, 0, 0, 0, 0)));
        }
    }
}
