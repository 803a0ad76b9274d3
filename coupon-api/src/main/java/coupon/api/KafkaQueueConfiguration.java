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
import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.Executor;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.kafka.autoconfigure.DefaultKafkaProducerFactoryCustomizer;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.support.ProducerListener;
import reactor.netty.resources.LoopResources;

/** The queue in Kafka mode. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "app.queue.type", havingValue = "kafka", matchIfMissing = true)
@Import(coupon.core.queue.kafka.KafkaQueueConfiguration.class)
class KafkaQueueConfiguration {
    private static final String REPLAYING = "replayingProducers";

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
        EventLoopGroup loops = http.getLoopResources().onServer(LoopResources.DEFAULT_NATIVE);
        return new KafkaCouponIssueQueueService(new CouponIssueEventProducer(kafka, topics), () -> loopOfCaller(loops));
    }

    @Bean
    CouponIssueResultFeed couponIssueResultFeed(
            KafkaAdminConnection broker, CouponTopics topics, KafkaProperties kafka) {
        return new KafkaCouponIssueResultFeed(broker, topics, kafka.buildConsumerProperties());
    }

    /** Not for events: they have a producer of their own, which is the only candidate elsewhere. */
    @Bean(name = REPLAYING, defaultCandidate = false)
    DefaultKafkaProducerFactory<byte[], byte[]> replayingProducers(KafkaProperties kafka) {
        return new DefaultKafkaProducerFactory<>(KafkaClientSettings.replayProducer(kafka.buildProducerProperties()));
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

    /** Where the caller's connection is served, so that its response needs no other thread. */
    private static Executor loopOfCaller(EventLoopGroup loops) {
        for (EventExecutor loop : loops) {
            if (loop.inEventLoop()) {
                return loop;
            }
        }
        return loops.next();
    }
}
