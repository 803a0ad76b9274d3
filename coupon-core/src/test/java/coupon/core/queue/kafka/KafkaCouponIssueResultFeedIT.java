package coupon.core.queue.kafka;

import static coupon.core.testing.Fixtures.success;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import coupon.core.domain.CouponIssueResult;
import coupon.core.queue.CouponIssueResultFeed;
import coupon.core.queue.CouponIssueResultFeedContract;
import coupon.core.queue.CouponIssueResultPublisher;
import coupon.core.queue.wire.CouponIssueResultCodec;
import coupon.core.queue.wire.PublishedResult;
import coupon.core.testing.TestServers;
import coupon.core.testing.TestTopics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.NewPartitions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;

class KafkaCouponIssueResultFeedIT extends CouponIssueResultFeedContract {
    private final TestTopics topics = TestTopics.create(TestServers.kafkaBootstrapServers());
    private final Map<String, Object> settings =
            Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, topics.bootstrapServers());
    private final KafkaAdminConnection broker = new KafkaAdminConnection(settings);
    private final KafkaAdminConnection nowhere =
            new KafkaAdminConnection(Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:1"));
    private final List<KafkaCouponIssueResultFeed> feeds = new ArrayList<>();
    private final KafkaCouponIssueResultFeed feed = newFeed();
    private final DefaultKafkaProducerFactory<String, byte[]> producers =
            new DefaultKafkaProducerFactory<>(KafkaClientSettings.resultProducer(settings));
    private final KafkaTemplate<String, byte[]> kafka = new KafkaTemplate<>(producers);
    private final KafkaCouponIssueResultPublisher publisher =
            new KafkaCouponIssueResultPublisher(kafka, topics.names());

    @AfterEach
    void close() {
        feeds.forEach(KafkaCouponIssueResultFeed::close);
        broker.close();
        nowhere.close();
        producers.destroy();
    }

    @Override
    protected CouponIssueResultPublisher publisher() {
        return publisher;
    }

    @Override
    protected KafkaCouponIssueResultFeed newFeed() {
        var another = new KafkaCouponIssueResultFeed(broker, topics.names(), settings);
        feeds.add(another);
        return another;
    }

    @Override
    protected CouponIssueResultFeed feedNowhere() {
        return new KafkaCouponIssueResultFeed(nowhere, topics.names(), settings);
    }

    @Override
    protected void writeForeign(byte @Nullable [] value) {
        kafka.send(topics.names().couponIssueResults(), "coupon-1", value).join();
    }

    @Test
    void a_reader_that_has_stopped_is_noticed_and_continues_where_it_ended() {
        CouponIssueResult fatal = success(1);
        CouponIssueResult later = success(1);
        var failed = new AtomicBoolean();
        Consumer<PublishedResult> listener = result -> {
            if (result.eventId().equals(fatal.eventId()) && failed.compareAndSet(false, true)) {
                throw new AssertionError("stops the reader");
            }
            heard.add(result);
        };
        feed.follow(listener).block(STEP_MAX);
        publish(fatal);
        await().untilAsserted(() ->
                assertThatThrownBy(() -> feed.follow(listener).block(STEP_MAX)).hasMessageContaining("stopped"));
        publish(later);

        await().untilAsserted(() -> assertThat(heard)
                .extracting(PublishedResult::eventId)
                .containsExactly(fatal.eventId(), later.eventId()));
        feed.follow(listener).block(STEP_MAX);
    }

    @Test
    void partitions_that_are_added_are_read_from_their_beginning() throws Exception {
        feed.follow(heard::add).block(STEP_MAX);
        try (var admin = topics.admin()) {
            admin.createPartitions(Map.of(topics.names().couponIssueResults(), NewPartitions.increaseTo(6)))
                    .all()
                    .get();
        }
        await().until(() -> topics.partitions(topics.names().couponIssueResults()) == 6);
        for (int partition = 0; partition < 6; partition++) {
            kafka.send(
                            topics.names().couponIssueResults(),
                            partition,
                            "coupon-1",
                            new CouponIssueResultCodec().encode(success(partition + 1)))
                    .get();
        }

        await().untilAsserted(() -> {
            feed.follow(heard::add).block(STEP_MAX);
            assertThat(heard).extracting(PublishedResult::couponId).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L, 6L);
        });
    }

    @Test
    void reading_leaves_no_group_on_the_broker() throws Exception {
        feed.follow(heard::add).block(STEP_MAX);
        publish(success(1));
        await().until(() -> heard.size() == 1);

        try (var admin = topics.admin()) {
            assertThat(admin.listGroups().all().get())
                    .noneMatch(group -> group.groupId().isBlank()
                            || group.groupId().contains(topics.names().couponIssueResults()));
        }
    }
}
