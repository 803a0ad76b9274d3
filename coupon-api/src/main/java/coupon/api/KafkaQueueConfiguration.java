package coupon.api;

import coupon.core.queue.CouponIssueLag;
import coupon.core.queue.CouponIssueProgress;
import coupon.core.queue.CouponIssueResultFeed;
import coupon.core.queue.DeadLetterQueue;
import coupon.core.queue.OldestUndecided;
import coupon.core.queue.QueueAvailability;
import coupon.core.queue.QueuePreparation;
import coupon.core.queue.kafka.CouponIssueEventProducer;
import coupon.core.queue.kafka.CouponTopics;
import coupon.core.queue.kafka.KafkaAdminConnection;
import coupon.core.queue.kafka.KafkaCouponIssueLag;
import coupon.core.queue.kafka.KafkaCouponIssueProgress;
import coupon.core.queue.kafka.KafkaCouponIssueQueueService;
import coupon.core.queue.kafka.KafkaCouponIssueResultFeed;
import coupon.core.queue.kafka.KafkaDeadLetterQueue;
import coupon.core.queue.kafka.KafkaOldestUndecided;
import coupon.core.queue.kafka.KafkaQueueAvailability;
import coupon.core.queue.kafka.KafkaTopicCreation;
import coupon.core.queue.kafka.ProducerSettings;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.DefaultKafkaProducerFactoryCustomizer;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.support.ProducerListener;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.LoopResources;

/** The queue in Kafka mode. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "app.queue.type", havingValue = "kafka", matchIfMissing = true)
@EnableConfigurationProperties(CouponTopics.class)
class KafkaQueueConfiguration {
    private static final String REPLAYING = "replayingProducers";

    @Bean
    DefaultKafkaProducerFactoryCustomizer eventProducerSettings() {
        return factory -> factory.updateConfigs(ProducerSettings.forEvents(factory.getConfigurationProperties()));
    }

    @Bean
    KafkaTemplate<String, byte[]> eventTemplate(ProducerFactory<String, byte[]> producers) {
        var template = new KafkaTemplate<>(producers);
        template.setProducerListener(new ProducerListener<>() {}); // an outage is logged once, not for each request
        return template;
    }

    @Bean
    KafkaAdminConnection kafkaAdminConnection(KafkaAdmin configured) {
        return new KafkaAdminConnection(configured.getConfigurationProperties());
    }

    @Bean
    KafkaCouponIssueQueueService kafkaQueue(
            KafkaTemplate<String, byte[]> kafka, CouponTopics topics, ReactorResourceFactory http) {
        Scheduler eventLoops = Schedulers.fromExecutor(http.getLoopResources().onServer(LoopResources.DEFAULT_NATIVE));
        return new KafkaCouponIssueQueueService(new CouponIssueEventProducer(kafka, topics), eventLoops);
    }

    @Bean
    QueueAvailability queueAvailability(KafkaAdminConnection broker, CouponTopics topics) {
        return new KafkaQueueAvailability(broker, topics);
    }

    @Bean
    CouponIssueProgress couponIssueProgress(
            KafkaAdminConnection broker, CouponTopics topics, CouponApiSettings settings) {
        return new KafkaCouponIssueProgress(
                broker, topics, settings.kafka().consumer().group());
    }

    @Bean
    CouponIssueResultFeed couponIssueResultFeed(
            KafkaAdminConnection broker, CouponTopics topics, KafkaProperties kafka) {
        return new KafkaCouponIssueResultFeed(broker, topics, kafka.buildConsumerProperties());
    }

    @Bean
    QueuePreparation queuePreparation(KafkaAdminConnection broker, CouponTopics topics) {
        return new KafkaTopicCreation(broker, topics);
    }

    @Bean
    CouponIssueLag couponIssueLag(KafkaAdminConnection broker, CouponTopics topics, CouponApiSettings settings) {
        return new KafkaCouponIssueLag(
                broker, topics, settings.kafka().consumer().group());
    }

    @Bean
    OldestUndecided oldestUndecided(KafkaProperties kafka, CouponTopics topics) {
        return new KafkaOldestUndecided(kafka.buildConsumerProperties(), topics);
    }

    /** Not for events: they have a producer of their own, which is the only candidate elsewhere. */
    @Bean(name = REPLAYING, defaultCandidate = false)
    DefaultKafkaProducerFactory<byte[], byte[]> replayingProducers(KafkaProperties kafka) {
        return new DefaultKafkaProducerFactory<>(ProducerSettings.forReplays(kafka.buildProducerProperties()));
    }

    @Bean
    DeadLetterQueue deadLetterQueue(
            @Qualifier(REPLAYING) DefaultKafkaProducerFactory<byte[], byte[]> producers,
            CouponTopics topics,
            KafkaProperties kafka) {
        var template = new KafkaTemplate<>(producers);
        template.setProducerListener(new ProducerListener<>() {});
        return new KafkaDeadLetterQueue(kafka.buildConsumerProperties(), template, topics);
    }
}
