package coupon.core.queue.kafka;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Questions to the broker, answered or failed within seconds.
 *
 * <p>Connects at the first question and not before: the name of a broker that is started later may not even resolve yet,
 * and that must fail a question, not the start of the application.
 */
public final class KafkaAdminConnection implements AutoCloseable {
    private static final Duration CLOSE_MAX = Duration.ofSeconds(1);

    private final Map<String, Object> settings;
    private @Nullable Admin admin;
    private boolean closed;

    public KafkaAdminConnection(Map<String, Object> configured) {
        this.settings = KafkaClientSettings.admin(configured);
    }

    /** Fails with {@link UnknownTopicOrPartitionException} if there is no such topic. */
    Mono<TopicDescription> topic(String name) {
        return ask(admin -> requireNonNull(
                admin.describeTopics(List.of(name)).topicNameValues().get(name)));
    }

    /** By partition. */
    Mono<Map<Integer, Long>> offsets(
            String topic, Collection<Integer> partitions, OffsetSpec which, ListOffsetsOptions options) {
        Map<TopicPartition, OffsetSpec> questions = new HashMap<>();
        partitions.forEach(partition -> questions.put(new TopicPartition(topic, partition), which));
        return ask(admin -> admin.listOffsets(questions, options).all()).map(found -> {
            Map<Integer, Long> offsets = new HashMap<>();
            found.forEach((partition, offset) -> offsets.put(partition.partition(), offset.offset()));
            return offsets;
        });
    }

    /** By partition, of those in which the group has an offset. */
    Mono<Map<Integer, Long>> committed(String group, String topic) {
        return ask(admin -> admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                .map(found -> {
                    Map<Integer, Long> committed = new HashMap<>();
                    found.forEach((partition, offset) -> {
                        if (offset != null && partition.topic().equals(topic)) {
                            committed.put(partition.partition(), offset.offset());
                        }
                    });
                    return committed;
                });
    }

    /** Asks off the caller's thread and answers off the connection's. */
    <T> Mono<T> ask(Function<Admin, KafkaFuture<T>> question) {
        return Mono.fromCallable(this::admin)
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(connected -> Mono.fromFuture(
                        () -> question.apply(connected).toCompletionStage().toCompletableFuture(), true))
                .publishOn(Schedulers.parallel());
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (admin != null) {
            admin.close(CLOSE_MAX);
        }
    }

    /**
     * The client itself, not to be closed.
     *
     * @throws org.apache.kafka.common.KafkaException if no address of the broker can be resolved now
     */
    public synchronized Admin admin() {
        if (closed) {
            throw new IllegalStateException("the connection is closed");
        }
        if (admin == null) {
            admin = Admin.create(settings);
        }
        return admin;
    }
}
