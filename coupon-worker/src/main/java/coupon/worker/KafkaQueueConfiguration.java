package coupon.worker;

import static java.util.Objects.requireNonNull;

import coupon.core.processor.CouponIssueProcessor;
import coupon.core.queue.QueueMonitor;
import coupon.core.queue.kafka.KafkaClientSettings;
import coupon.core.queue.kafka.CouponTopics;
import coupon.core.queue.kafka.KafkaCouponIssueResultPublisher;
import coupon.core.store.CouponIssueStore;
import coupon.worker.consumer.BatchMetrics;
import coupon.worker.consumer.BatchWatchdog;
import coupon.worker.consumer.CouponIssueEventConsumer;
import coupon.worker.consumer.GapWatch;
import coupon.worker.consumer.LineWatch;
import coupon.worker.consumer.WholeBatchRedelivery;
import coupon.worker.deadletter.DeadLetters;
import coupon.worker.guard.Conditions;
import coupon.worker.guard.PartitionCountGuard;
import coupon.worker.guard.RetentionGuard;
import coupon.worker.health.ConsumerLiveness;
import coupon.worker.health.DecidingHealthIndicator;
import coupon.worker.health.QueueProbe;
import coupon.worker.health.TopicsQuestion;
import coupon.worker.start.StartStep;
import coupon.worker.start.WarmUp;
import coupon.worker.start.WorkerStart;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.flywaydb.core.Flyway;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.kafka.autoconfigure.DefaultKafkaConsumerFactoryCustomizer;
import org.springframework.boot.kafka.autoconfigure.DefaultKafkaProducerFactoryCustomizer;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.listener.CompositeBatchInterceptor;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.ContainerProperties.AckMode;
import org.springframework.kafka.listener.ContainerProperties.AssignmentCommitOption;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.kafka.support.ProducerListener;

/** The queue in Kafka mode, and who decides it. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "app.queue.type", havingValue = "kafka", matchIfMissing = true)
@Import(coupon.core.queue.kafka.KafkaQueueConfiguration.class)
class KafkaQueueConfiguration {
    private static final Duration SYNC_COMMIT_MAX = Duration.ofSeconds(10);
    private static final Duration IDLE_NOTICE = Duration.ofSeconds(1);
    private static final Duration AUTHENTICATION_RETRY = Duration.ofSeconds(5);
    private static final Duration PRODUCER_CLOSE_MAX = Duration.ofSeconds(2);

    @Bean
    DefaultKafkaConsumerFactoryCustomizer consumerSettingsOverConfigured(KafkaClientSettings settings) {
        return factory -> {
            Map<String, Object> enforced = settings.eventConsumer(factory.getConfigurationProperties());
            factory.getConfigurationProperties().keySet().stream()
                    .filter(name -> !enforced.containsKey(name))
                    .toList()
                    .forEach(factory::removeConfig);
            factory.updateConfigs(enforced);
        };
    }

    @Bean
    DefaultKafkaProducerFactoryCustomizer producerSettingsOverConfigured() {
        return factory -> {
            factory.updateConfigs(KafkaClientSettings.resultProducer(factory.getConfigurationProperties()));
            factory.setPhysicalCloseTimeout(Math.toIntExact(PRODUCER_CLOSE_MAX.toSeconds()));
        };
    }

    @Bean
    KafkaTemplate<String, byte[]> resultTemplate(ProducerFactory<String, byte[]> producers) {
        return withoutErrorPerRecord(new KafkaTemplate<>(producers));
    }

    @Bean
    KafkaTemplate<byte[], byte[]> deadLetterTemplate(ProducerFactory<byte[], byte[]> producers) {
        Map<String, Object> keysAsReceived =
                Map.of(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        return withoutErrorPerRecord(new KafkaTemplate<>(producers, keysAsReceived));
    }

    @Bean
    WholeBatchRedelivery wholeBatchRedelivery() {
        return new WholeBatchRedelivery();
    }

    @Bean
    Conditions conditions(MeterRegistry registry) {
        return new Conditions(registry);
    }

    @Bean
    LineWatch lineWatch(Conditions conditions) {
        return new LineWatch(conditions);
    }

    @Bean
    RetentionGuard retentionGuard(Conditions conditions, MeterRegistry registry) {
        return new RetentionGuard(conditions, registry);
    }

    @Bean
    ConcurrentKafkaListenerContainerFactory<byte[], byte[]> kafkaListenerContainerFactory(
            ConsumerFactory<byte[], byte[]> consumers,
            WholeBatchRedelivery redelivery,
            BatchWatchdog watchdog,
            LineWatch lines,
            RetentionGuard retention) {
        var factory = new ConcurrentKafkaListenerContainerFactory<byte[], byte[]>();
        factory.setConsumerFactory(consumers);
        factory.setCommonErrorHandler(redelivery);
        factory.setBatchInterceptor(
                new CompositeBatchInterceptor<>(lines, new GapWatch(retention), redelivery, watchdog));
        factory.setBatchListener(true);
        factory.setConcurrency(1);
        factory.setAutoStartup(false); // the last step of the start does it
        ContainerProperties container = factory.getContainerProperties();
        container.setAckMode(AckMode.MANUAL_IMMEDIATE);
        container.setSyncCommits(true);
        container.setSyncCommitTimeout(SYNC_COMMIT_MAX);
        container.setAssignmentCommitOption(AssignmentCommitOption.NEVER);
        container.setIdleEventInterval(IDLE_NOTICE.toMillis());
        container.setAuthExceptionRetryInterval(AUTHENTICATION_RETRY);
        container.setMissingTopicsFatal(false);
        return factory;
    }

    // ---- the worker ----

    @Bean
    CouponIssueEventConsumer couponIssueEventConsumer(
            CouponIssueProcessor processor,
            KafkaTemplate<String, byte[]> results,
            DeadLetters deadLetters,
            CouponTopics topics,
            MeterRegistry registry) {
        return new CouponIssueEventConsumer(
                processor,
                new KafkaCouponIssueResultPublisher(results, topics),
                deadLetters,
                new BatchMetrics(registry));
    }

    @Bean
    DeadLetters deadLetters(KafkaTemplate<byte[], byte[]> kafka, CouponTopics topics, MeterRegistry registry) {
        return new DeadLetters(kafka, topics.couponIssueDlt(), registry);
    }

    @Bean
    WorkerStart workerStart(
            Flyway flyway,
            QueueMonitor queue,
            CouponTopics topics,
            CouponIssueStore store,
            KafkaTemplate<String, byte[]> results,
            DeadLetters deadLetters,
            QueueProbe probe,
            KafkaListenerEndpointRegistry containers) {
        var harmless = new CouponIssueEventConsumer(
                new CouponIssueProcessor(new WarmUp.RollingBack(store), Clock.systemUTC()),
                new KafkaCouponIssueResultPublisher(results, topics.withResultsToWarmUp()),
                deadLetters,
                new BatchMetrics(new SimpleMeterRegistry()));
        return new WorkerStart(List.of(
                new StartStep("migrating the database", flyway::migrate),
                new StartStep("creating the topics", () -> queue.prepare().block()),
                new StartStep("warming up", new WarmUp(harmless)::run),
                new StartStep("starting the consumer", () -> startOf(containers)),
                new StartStep("watching the queue", probe::start)));
    }

    // ---- its health ----

    @Bean
    QueueProbe queueProbe(
            KafkaAdmin admin,
            CouponTopics topics,
            KafkaClientSettings consumer,
            LineWatch lines,
            RetentionGuard retention,
            Conditions conditions) {
        var partitions = new PartitionCountGuard(conditions);
        return new QueueProbe(
                admin.getConfigurationProperties(),
                new TopicsQuestion(
                        topics.couponIssue(),
                        List.of(topics.couponIssueResults(), topics.couponIssueDlt()),
                        consumer.group()),
                conditions,
                List.of(lines::seen, partitions::seen, retention::seen));
    }

    @Bean
    DecidingHealthIndicator decidingHealthIndicator(
            WorkerStart start,
            KafkaListenerEndpointRegistry containers,
            QueueProbe probe,
            Conditions conditions,
            WholeBatchRedelivery redelivery,
            BatchWatchdog watchdog) {
        return new DecidingHealthIndicator(
                start,
                () -> containers.getListenerContainer(CouponIssueEventConsumer.CONTAINER_ID),
                probe,
                conditions,
                List.of(redelivery::trouble, watchdog::trouble));
    }

    @Bean
    ConsumerLiveness consumerLiveness(ApplicationEventPublisher events) {
        return new ConsumerLiveness(events);
    }

    private static void startOf(KafkaListenerEndpointRegistry containers) {
        MessageListenerContainer container =
                requireNonNull(containers.getListenerContainer(CouponIssueEventConsumer.CONTAINER_ID));
        try {
            container.start();
        } catch (RuntimeException failure) {
            container.stop(); // or the next start would find it half started, and do nothing
            throw failure;
        }
    }

    /** A failed batch is reported as one incident, not as one error for each of its records. */
    private static <K, V> KafkaTemplate<K, V> withoutErrorPerRecord(KafkaTemplate<K, V> template) {
        template.setProducerListener(new ProducerListener<>() {});
        return template;
    }
}
