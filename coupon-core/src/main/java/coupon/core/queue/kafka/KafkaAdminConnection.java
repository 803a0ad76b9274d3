package coupon.core.queue.kafka;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * All questions to the broker, answered or failed within seconds, off the caller's thread.
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

    /** Creates the topic unless there is one of its name. */
    Mono<Void> create(NewTopic topic) {
        return ask(admin -> admin.createTopics(List.of(topic)).all()).onErrorComplete(TopicExistsException.class);
    }

    /** Fails with {@link UnknownTopicOrPartitionException} if there is no such topic. */
    public Mono<TopicDescription> topic(String name) {
        return ask(admin -> requireNonNull(
                admin.describeTopics(List.of(name)).topicNameValues().get(name)));
    }

    /** Those that exist, by name. */
    public Mono<Map<String, TopicDescription>> topics(Collection<String> names) {
        return ask(admin -> KafkaFuture.completedFuture(
                        admin.describeTopics(names).topicNameValues().values()))
                .flatMapIterable(answers -> answers)
                .concatMap(answer -> ask(admin -> answer).onErrorComplete(UnknownTopicOrPartitionException.class))
                .collectMap(TopicDescription::name);
    }

    public Mono<Config> topicSettings(String name) {
        var topic = new ConfigResource(ConfigResource.Type.TOPIC, name);
        return ask(admin ->
                requireNonNull(admin.describeConfigs(List.of(topic)).values().get(topic)));
    }

    /** By partition. */
    public Mono<Map<Integer, Long>> offsets(
            String topic, Collection<Integer> partitions, OffsetSpec which, ListOffsetsOptions options) {
        Map<TopicPartition, OffsetSpec> questions = new HashMap<>();
        partitions.forEach(partition -> questions.put(new TopicPartition(topic, partition), which));
        return ask(admin -> admin.listOffsets(questions, options).all())
                .map(found -> found.entrySet().stream()
                        .collect(toMap(
                                offset -> offset.getKey().partition(),
                                offset -> offset.getValue().offset())));
    }

    /** By partition, of those in which the group has an offset. */
    public Mono<Map<Integer, Long>> committed(String group, String topic) {
        return ask(admin -> admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                .map(found -> found.entrySet().stream()
                        .filter(offset -> offset.getValue() != null
                                && offset.getKey().topic().equals(topic))
                        .collect(toMap(
                                offset -> offset.getKey().partition(),
                                offset -> offset.getValue().offset())));
    }

    /** By partition of the group's topic; a group that has never had a member has none. */
    Mono<Map<Integer, MemberDescription>> members(String group) {
        return ask(admin -> requireNonNull(admin.describeConsumerGroups(List.of(group))
                        .describedGroups()
                        .get(group)))
                .map(described -> {
                    Map<Integer, MemberDescription> members = new HashMap<>();
                    described
                            .members()
                            .forEach(member -> member.assignment()
                                    .topicPartitions()
                                    .forEach(partition -> members.put(partition.partition(), member)));
                    return members;
                })
                .onErrorResume(GroupIdNotFoundException.class, none -> Mono.just(Map.of()));
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (admin != null) {
            admin.close(CLOSE_MAX);
        }
    }

    /** Asks off the caller's thread and answers off the connection's. */
    private <T> Mono<T> ask(Function<Admin, KafkaFuture<T>> question) {
        return Mono.fromCallable(this::admin)
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(connected -> Mono.fromFuture(
                        () -> question.apply(connected).toCompletionStage().toCompletableFuture(), true))
                .publishOn(Schedulers.parallel());
    }

    /** @throws org.apache.kafka.common.KafkaException if no address of the broker can be resolved now */
    private synchronized Admin admin() {
        if (closed) {
            throw new IllegalStateException("the connection is closed");
        }
        if (admin == null) {
            admin = Admin.create(settings);
        }
        return admin;
    }
}
