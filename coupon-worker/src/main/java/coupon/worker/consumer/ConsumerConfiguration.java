package coupon.worker.consumer;

import coupon.core.processor.CouponIssueProcessor;
import coupon.core.queue.CouponIssueResultPublisher;
import coupon.core.queue.kafka.CouponTopics;
import coupon.core.queue.kafka.KafkaClientSettings;
import coupon.core.queue.kafka.KafkaCouponIssueResultPublisher;
import coupon.core.queue.kafka.KafkaQueueConfiguration;
import coupon.core.store.CouponIssueStore;
import coupon.core.store.r2dbc.R2dbcCouponIssueStore;
import coupon.core.store.r2dbc.StoreConfiguration;
import coupon.worker.WorkerSettings;
import coupon.worker.deadletter.DeadLetters;
import coupon.worker.topic.DeletedRecords;
import coupon.worker.topic.TopicMonitor;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.kafka.autoconfigure.DefaultKafkaConsumerFactoryCustomizer;
import org.springframework.boot.kafka.autoconfigure.DefaultKafkaProducerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.support.ProducerListener;

/** How a batch is decided, whichever queue it comes from, and the consumer of Kafka mode. */
@Configuration(proxyBeanMethods = false)
@Import({StoreConfiguration.class, R2dbcCouponIssueStore.class})
class ConsumerConfiguration {
    private static final int BATCH_HANGS = 70;

    @Bean
    BatchMetrics batchMetrics(MeterRegistry registry) {
        return new BatchMetrics(registry, Clock.systemUTC());
    }

    @Bean
    CouponIssueProcessor couponIssueProcessor(CouponIssueStore store, BatchMetrics metrics) {
        return new CouponIssueProcessor(store, Clock.systemUTC(), metrics);
    }

    @Bean
    BatchWatchdog batchWatchdog(WorkerSettings settings) {
        // Not an orderly exit, which might wait for what hangs.
        return new BatchWatchdog(
                settings.worker().batchMax(), () -> Runtime.getRuntime().halt(BATCH_HANGS));
    }

    /** Only in Kafka mode. */
    @Configuration(proxyBeanMethods = false)
    @Import({KafkaQueueConfiguration.class, KafkaCouponIssueResultPublisher.class, BatchRetries.class})
    @ConditionalOnProperty(name = "app.queue.type", havingValue = "kafka", matchIfMissing = true)
    static class OfKafka {
        private static final Duration POLL_FAILING_MAX = Duration.ofSeconds(60);
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
            var template = new KafkaTemplate<>(producers);
            template.setProducerListener(new ProducerListener<>() {}); // a failed batch is one incident, not thousands
            return template;
        }

        @Bean
        RecordObservations recordObservations(
                Environment environment, ObservationRegistry registry, KafkaClientSettings settings) {
            boolean tracing = environment.matchesProfiles("tracing");
            return new RecordObservations(tracing ? registry : ObservationRegistry.NOOP, settings.group());
        }

        @Bean
        CouponIssueEventConsumer couponIssueEventConsumer(
                CouponTopics topics,
                ConsumerFactory<byte[], byte[]> consumers,
                KafkaClientSettings settings,
                CouponIssueProcessor processor,
                CouponIssueResultPublisher publisher,
                DeadLetters deadLetters,
                BatchMetrics metrics,
                BatchRetries retries,
                RecordObservations observations,
                Consumer<Throwable> liveness,
                TopicMonitor monitor,
                DeletedRecords deleted) {
            return new CouponIssueEventConsumer(
                    topics.couponIssue(),
                    consumers::createConsumer,
                    new PartitionDecider.Parts(
                            processor,
                            publisher,
                            deadLetters,
                            metrics,
                            retries,
                            observations,
                            settings.batchRecordsMax(),
                            liveness),
                    monitor::topicId,
                    deleted,
                    POLL_FAILING_MAX);
        }
    }
}
