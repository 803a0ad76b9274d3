package coupon.api;

import coupon.api.background.Recurring;
import coupon.api.queue.QueueProgress;
import coupon.api.result.RequestStreams;
import coupon.api.result.WaitingCallers;
import coupon.core.queue.CouponIssueProgress;
import coupon.core.queue.CouponIssueResultFeed;
import coupon.core.queue.kafka.CouponIssueEventProducer;
import coupon.core.queue.kafka.CouponTopics;
import coupon.core.queue.kafka.KafkaAdminConnection;
import coupon.core.queue.kafka.KafkaCouponIssueProgress;
import coupon.core.queue.kafka.KafkaCouponIssueQueueService;
import coupon.core.queue.kafka.KafkaCouponIssueResultFeed;
import coupon.core.queue.kafka.KafkaTopicCreation;
import coupon.core.queue.kafka.ProducerSettings;
import org.springframework.boot.kafka.autoconfigure.DefaultKafkaProducerFactoryCustomizer;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.support.ProducerListener;
import reactor.core.publisher.Mono;

/** The line of people, in which requests are put, and how far it is decided. */
@Configuration(proxyBeanMethods = false)
class QueueConfiguration {
    static final String WATCHING_QUEUE = "watchingQueue";

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
    KafkaCouponIssueQueueService kafkaQueue(KafkaTemplate<String, byte[]> kafka, CouponTopics topics) {
        return new KafkaCouponIssueQueueService(new CouponIssueEventProducer(kafka, topics));
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
    QueueProgress queueProgress() {
        return new QueueProgress();
    }

    @Bean(WATCHING_QUEUE)
    Recurring watchingQueue(
            KafkaAdminConnection broker,
            CouponTopics topics,
            CouponIssueResultFeed results,
            CouponIssueProgress group,
            WaitingCallers waiting,
            RequestStreams streams,
            QueueProgress progress,
            CouponApiSettings settings) {
        Mono<Void> look = Mono.defer(() -> results.follow(result -> {
                    progress.decided(result);
                    waiting.complete(result);
                    streams.complete(result);
                }))
                .then(Mono.defer(group::firstUndecided))
                .doOnNext(progress::committed)
                .then();
        return new Recurring(
                "watching the queue",
                settings.queue().watchInterval(),
                new KafkaTopicCreation(broker, topics).prepare(),
                look);
    }
}
