package coupon.api;

import coupon.api.queue.QueueSizes;
import coupon.core.queue.CouponIssueLag;
import coupon.core.queue.DeadLetterQueue;
import coupon.core.queue.kafka.CouponTopics;
import coupon.core.queue.kafka.KafkaAdminConnection;
import coupon.core.queue.kafka.KafkaCouponIssueLag;
import coupon.core.queue.kafka.KafkaDeadLetterQueue;
import coupon.core.queue.kafka.ProducerSettings;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.ProducerListener;

/** What looks at the queue from outside, for operators and for those who wonder how long the line is. */
@Configuration(proxyBeanMethods = false)
class OperatorsConfiguration {
    private static final String REPLAYING = "replayingProducers";

    @Bean
    CouponIssueLag couponIssueLag(KafkaAdminConnection broker, CouponTopics topics, CouponApiSettings settings) {
        return new KafkaCouponIssueLag(
                broker, topics, settings.kafka().consumer().group());
    }

    @Bean
    QueueSizes queueSizes(CouponIssueLag lag) {
        return new QueueSizes(lag);
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
