package coupon.core.queue.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.CouponIssueStatus;
import coupon.core.domain.QueuePosition;
import coupon.core.queue.wire.CouponIssueResultCodec;
import coupon.core.queue.wire.PublishedResult;
import coupon.core.testing.Fixtures;
import coupon.core.testing.TestServers;
import coupon.core.testing.TestTopics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.NewPartitions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;

/** The feed of results, on a real broker. */
class KafkaCouponIssueResultFeedIT {
    private static final Duration STEP_MAX = Duration.ofSeconds(30);

    private final TestTopics topics = TestTopics.create(TestServers.kafkaBootstrapServers());
    private final Map<String, Object> settings =
            Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, topics.bootstrapServers());
    private final KafkaAdminConnection broker = new KafkaAdminConnection(settings);
    private final KafkaCouponIssueResultFeed feed = new KafkaCouponIssueResultFeed(broker, topics.names(), settings);
    private final DefaultKafkaProducerFactory<String, byte[]> producers =
            new DefaultKafkaProducerFactory<>(KafkaClientSettings.resultProducer(settings));
    private final KafkaTemplate<String, byte[]> kafka = new KafkaTemplate<>(producers);
    private final KafkaCouponIssueResultPublisher publisher =
            new KafkaCouponIssueResultPublisher(kafka, topics.names());
    private final List<PublishedResult> heard = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        feed.close();
        broker.close();
        producers.destroy();
    }

    @Test
    void what_is_published_from_now_on_is_delivered_and_nothing_before() {
        publish(result(1));
        feed.follow(heard::add).block(STEP_MAX);
        List<CouponIssueResult> published =
                IntStream.rangeClosed(2, 50).mapToObj(coupon -> result(coupon)).toList();

        published.forEach(this::publish);

        await().untilAsserted(() -> assertThat(heard)
                .extracting(PublishedResult::eventId)
                .containsExactlyInAnyOrderElementsOf(
                        published.stream().map(CouponIssueResult::eventId).toList()));
    }

    @Test
    void a_reader_that_has_stopped_is_noticed_and_continues_where_it_ended() {
        CouponIssueResult fatal = result(1);
        CouponIssueResult later = result(1);
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
                            new CouponIssueResultCodec().encode(result(partition + 1)))
                    .get();
        }

        await().untilAsserted(() -> {
            feed.follow(heard::add).block(STEP_MAX);
            assertThat(heard).extracting(PublishedResult::couponId).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L, 6L);
        });
    }

    @Test
    void what_is_no_result_is_passed_over() throws Exception {
        feed.follow(heard::add).block(STEP_MAX);
        for (byte[] foreign : new byte[][] {null, {}, "{}".getBytes(), "[1]".getBytes(), {0, 1, 2}}) {
            kafka.send(topics.names().couponIssueResults(), "coupon-1", foreign).get();
        }

        publish(result(1));

        await().until(() -> heard.size() == 1);
    }

    @Test
    void reading_leaves_no_group_on_the_broker() throws Exception {
        feed.follow(heard::add).block(STEP_MAX);
        publish(result(1));
        await().until(() -> heard.size() == 1);

        try (var admin = topics.admin()) {
            assertThat(admin.listGroups().all().get())
                    .noneMatch(group -> group.groupId().isBlank()
                            || group.groupId().contains(topics.names().couponIssueResults()));
        }
    }

    private void publish(CouponIssueResult result) {
        publisher.publish(List.of(result)).block(STEP_MAX);
    }

    private static CouponIssueResult result(long coupon) {
        return new CouponIssueResult(
                UUID.randomUUID(),
                1,
                coupon,
                CouponIssueStatus.SUCCESS,
                Fixtures.NOON,
                Fixtures.NOON,
                new QueuePosition(0, 0),
                null);
    }
}
