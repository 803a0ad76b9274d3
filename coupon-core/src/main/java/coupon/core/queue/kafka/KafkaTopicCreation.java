package coupon.core.queue.kafka;

import coupon.core.queue.QueuePreparation;
import java.util.List;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Makes the topics that are missing; leaves those that exist as they are. */
public final class KafkaTopicCreation implements QueuePreparation {
    private final KafkaAdminConnection broker;
    private final CouponTopics topics;

    public KafkaTopicCreation(KafkaAdminConnection broker, CouponTopics topics) {
        this.broker = broker;
        this.topics = topics;
    }

    @Override
    public Mono<Void> prepare() {
        return Flux.fromIterable(topics.all()).concatMap(this::create).then();
    }

    private Mono<Void> create(NewTopic topic) {
        return broker.<Void>ask(admin -> {
                    CreateTopicsResult creation = admin.createTopics(List.of(topic));
                    KafkaFuture<Void> created = creation.all();
                    return created;
                })
                .onErrorResume(TopicExistsException.class, exists -> Mono.empty());
    }
}
