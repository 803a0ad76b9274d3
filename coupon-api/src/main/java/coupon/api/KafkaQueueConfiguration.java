package coupon.api;

import coupon.core.queue.CouponIssueResultFeed;
import coupon.core.queue.DeadLetterQueue;
import coupon.core.queue.kafka.CouponIssueEventProducer;
import coupon.core.queue.kafka.CouponTopics;
import coupon.core.queue.kafka.KafkaAdminConnection;
import coupon.core.queue.kafka.KafkaClientSettings;
import coupon.core.queue.kafka.KafkaCouponIssueQueueService;
import coupon.core.queue.kafka.KafkaCouponIssueResultFeed;
import coupon.core.queue.kafka.KafkaDeadLetterQueue;
import io.netty.channel.EventLoopGroup;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.kafka.autoconfigure.DefaultKafkaProducerFactoryCustomizer;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.support.ProducerListener;
import reactor.netty.resources.LoopResources;

/** The queue in Kafka mode. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "app.queue.type", havingValue = "kafka", matchIfMissing = true)
@Import(coupon.core.queue.kafka.KafkaQueueConfiguration.class)
class KafkaQueueConfiguration {
    @Bean
    DefaultKafkaProducerFactoryCustomizer eventProducerSettings() {
        return factory ->
                factory.updateConfigs(KafkaClientSettings.eventProducer(factory.getConfigurationProperties()));
    }

    @Bean
    KafkaTemplate<String, byte[]> eventTemplate(ProducerFactory<String, byte[]> producers, Environment environment) {
        var template = new KafkaTemplate<>(producers);
        // Writes the trace of the caller into the record's headers, which costs something per record.
        template.setObservationEnabled(environment.matchesProfiles("tracing"));
        template.setProducerListener(new ProducerListener<>() {}); // an outage is logged once, not for each request
        return template;
    }

    @Bean
    KafkaCouponIssueQueueService kafkaQueue(
            KafkaTemplate<String, byte[]> kafka, CouponTopics topics, ReactorResourceFactory http) {
        // Gives a caller the loop that serves its connection, so that its response needs no other thread.
        EventLoopGroup loops = http.getLoopResources().onClient(LoopResources.DEFAULT_NATIVE);
        return new KafkaCouponIssueQueueService(new CouponIssueEventProducer(kafka, topics), loops::next);
    }

    @Bean
    CouponIssueResultFeed couponIssueResultFeed(
            KafkaAdminConnection broker, CouponTopics topics, KafkaProperties kafka) {
        return new KafkaCouponIssueResultFeed(broker, topics, kafka.buildConsumerProperties());
    }

    @Bean
    DeadLetterQueue deadLetterQueue(CouponTopics topics, KafkaProperties kafka) {
        return new KafkaDeadLetterQueue(kafka.buildConsumerProperties(), kafka.buildProducerProperties(), topics);
    }
}
