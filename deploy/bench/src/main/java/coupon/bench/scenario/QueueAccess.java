package coupon.bench.scenario;

import static org.awaitility.Awaitility.await;

import coupon.core.queue.CouponIssueQueueService;
import coupon.core.queue.kafka.CouponIssueEventProducer;
import coupon.core.queue.kafka.KafkaClientSettings;
import coupon.core.queue.kafka.KafkaCouponIssueQueueService;
import coupon.core.queue.redis.RedisConnection;
import coupon.core.queue.redis.RedisCouponIssueQueueService;
import coupon.local.Stack;
import coupon.local.StackSettings.QueueType;
import coupon.verification.observer.KafkaObserver;
import coupon.verification.observer.RedisObserver;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;

/** The product's own way into the queue, without the API before it. */
record QueueAccess(CouponIssueQueueService service, Runnable release) implements AutoCloseable {
    static QueueAccess to(Stack stack, QueueType queue) {
        return switch (queue) {
            case kafka -> toKafka(stack.kafka().bootstrapServers());
            case redis -> toRedis(stack.redis().port());
        };
    }

    private static QueueAccess toKafka(String servers) {
        var producers = new DefaultKafkaProducerFactory<String, byte[]>(
                KafkaClientSettings.eventProducer(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, servers)));
        var kafka = new KafkaTemplate<>(producers);
        var producer = new CouponIssueEventProducer(kafka, KafkaObserver.NAMES);
        var service = new KafkaCouponIssueQueueService(producer, () -> Runnable::run);
        // A busy machine takes longer than a request may wait for the producer to learn where the partitions are.
        await().ignoreExceptions()
                .until(() ->
                        kafka.partitionsFor(KafkaObserver.NAMES.couponIssue()).size() == KafkaObserver.PARTITIONS);
        return new QueueAccess(service, () -> {
            service.close();
            producers.destroy();
        });
    }

    private static QueueAccess toRedis(int port) {
        RedisConnection connection = RedisConnection.to("127.0.0.1", port);
        return new QueueAccess(new RedisCouponIssueQueueService(connection, RedisObserver.KEYS), connection::close);
    }

    @Override
    public void close() {
        release.run();
    }
}
