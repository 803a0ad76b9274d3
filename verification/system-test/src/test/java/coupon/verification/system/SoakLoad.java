package coupon.verification.system;

import coupon.core.domain.CouponIssueEvent;
import coupon.core.queue.kafka.KafkaClientSettings;
import coupon.core.queue.wire.CouponIssueEventCodec;
import coupon.verification.guarantee.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Clients that keep asking over HTTP, and a foreign producer that writes undecodable and repeated records. */
final class SoakLoad implements AutoCloseable {
    private static final int CLIENTS = 24;
    private static final long MILLIS_BETWEEN_ASKING = 100;
    private static final long MILLIS_BETWEEN_FOREIGN_RECORDS = 500;

    private final CouponClient client;
    private final List<Long> couponIds;
    private final int users;
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(CLIENTS + 1);
    private final KafkaProducer<String, byte[]> foreign;
    private final String topic;
    private final CouponIssueEventCodec codec = new CouponIssueEventCodec();

    SoakLoad(CouponClient client, List<Long> couponIds, int users, String bootstrapServers, String topic) {
        this.client = client;
        this.couponIds = couponIds;
        this.users = users;
        this.topic = topic;
        this.foreign = new KafkaProducer<>(
                KafkaClientSettings.eventProducer(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers)));
    }

    void start(long seed) {
        for (int client = 0; client < CLIENTS; client++) {
            Random random = new Random(seed + client);
            threads.scheduleWithFixedDelay(() -> ask(random), client, MILLIS_BETWEEN_ASKING, TimeUnit.MILLISECONDS);
        }
        Random random = new Random(~seed);
        threads.scheduleWithFixedDelay(
                () -> sendForeignRecords(random), 0, MILLIS_BETWEEN_FOREIGN_RECORDS, TimeUnit.MILLISECONDS);
    }

    /** Stops asking, waits for the last responses and returns all of them. */
    List<Answer> stop() throws InterruptedException {
        threads.shutdown();
        if (!threads.awaitTermination(2, TimeUnit.MINUTES)) {
            throw new AssertionError("a client still waits for an answer");
        }
        foreign.flush();
        return List.copyOf(answers);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        foreign.close();
    }

    private void ask(Random random) {
        long couponId = couponIds.get(random.nextInt(couponIds.size()));
        long userId = 1 + random.nextInt(users);
        try {
            HttpResult answer =
                    random.nextInt(4) == 0 ? client.issueAndWait(couponId, userId, 5) : client.issue(couponId, userId);
            answers.add(answer.toIssue(couponId, userId));
        } catch (IOException connectionLost) {
            answers.add(Answer.unknown(couponId, userId, null));
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private void sendForeignRecords(Random random) {
        long couponId = couponIds.get(random.nextInt(couponIds.size()));
        if (random.nextBoolean()) {
            byte[] rubbish = ("{\"rubbish\":" + random.nextInt()).getBytes(StandardCharsets.UTF_8);
            foreign.send(new ProducerRecord<>(topic, CouponIssueEvent.partitionKey(couponId), rubbish));
            return;
        }
        var event = new CouponIssueEvent(UUID.randomUUID(), 1 + random.nextInt(users), couponId, Instant.now());
        for (int time = 0; time < 2; time++) {
            send(event).thenAccept(answers::add);
        }
    }

    /** Who writes to the log directly is a client too. */
    private CompletableFuture<Answer> send(CouponIssueEvent event) {
        var answer = new CompletableFuture<Answer>();
        foreign.send(
                new ProducerRecord<>(topic, event.partitionKey(), codec.encode(event)),
                (metadata, failure) -> answer.complete(
                        failure == null
                                ? Answer.accepted(event.couponId(), event.userId(), event.eventId())
                                : Answer.unknown(event.couponId(), event.userId(), event.eventId())));
        return answer;
    }
}
