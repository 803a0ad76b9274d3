package coupon.core.queue.redis;

import static coupon.core.testing.Fixtures.NOON;
import static coupon.core.testing.Fixtures.success;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coupon.core.domain.CouponIssueEvent;
import coupon.core.queue.CouponIssuePolledQueue.PolledRequest;
import coupon.core.queue.DeadLetter;
import coupon.core.queue.wire.DecodedRecord.Decodable;
import coupon.core.queue.wire.DecodedRecord.Undecodable;
import coupon.core.queue.wire.PublishedResult;
import io.lettuce.core.XAddArgs;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Any client of the Redis server can write to the streams: that costs nobody else a request. */
class RedisForeignEntriesIT {
    private static final String HIGHEST_ID = "18446744073709551615-18446744073709551615";

    private final TestRedis redis = TestRedis.create();

    @AfterEach
    void close() {
        redis.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "1-1", "2-0", "9007199254740993-0", HIGHEST_ID})
    void requests_are_accepted_and_decided_in_order_whatever_id_a_foreign_entry_has(String id) {
        CouponIssueEvent first = add(16);
        foreign(redis.keys.queue(), id);
        CouponIssueEvent second = add(17);
        CouponIssueEvent third = add(18);

        assertThat(decideAll()).containsExactly(first, second, third);
        assertThat(letters()).singleElement().satisfies(letter -> {
            assertThat(letter.value()).isEqualTo("foreign");
            assertThat(letter.reason()).isNotBlank();
        });
        assertThat(redis.monitor.queueSize(1).block()).isZero();
        assertThat(redis.monitor.lag().blockOptional().orElseThrow().totalLag()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", HIGHEST_ID})
    void a_foreign_entry_that_was_set_aside_before_the_next_request_does_not_refuse_it(String id) {
        foreign(redis.keys.queue(), id);

        assertThat(decideAll()).isEmpty();
        assertThat(redis.monitor.lag().blockOptional().orElseThrow().totalLag()).isZero();
        CouponIssueEvent next = add(16);

        assertThat(decideAll()).containsExactly(next);
        assertThat(letters()).hasSize(1);
    }

    @Test
    void a_foreign_entry_does_not_change_the_size_of_a_coupons_queue() {
        add(16);
        redis.connection
                .ask(commands -> commands.xadd(
                        redis.keys.queue(),
                        Map.of("key", RedisScript.bytes("coupon-1"), "value", RedisScript.bytes("foreign"))))
                .block();

        List<PolledRequest> polled = next();
        redis.service.setAside(polled.get(1), "foreign").block();

        assertThat(redis.monitor.queueSize(1).block()).isEqualTo(1);
    }

    @Test
    void lag_and_age_can_be_measured_while_a_foreign_entry_is_first() {
        redis.connection
                .ask(commands -> commands.xadd(
                        redis.keys.queue(),
                        new XAddArgs().id(HIGHEST_ID),
                        Map.of("at", RedisScript.bytes("yesterday"), "value", RedisScript.bytes("foreign"))))
                .block();

        var partition =
                redis.monitor.lag().blockOptional().orElseThrow().partitions().get(0);

        assertThat(partition.oldestAcceptedAt()).isNull();
        assertThat(redis.monitor.committed().block()).isEqualTo(Map.of(0, 1L));
        redis.monitor.check().block();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", HIGHEST_ID})
    void a_foreign_dead_letter_does_not_keep_others_from_being_set_aside(String id) {
        foreign(redis.keys.deadLetters(), id);
        assertThat(letters()).hasSize(1);
        redis.addPoison("poison");

        assertThat(decideAll()).isEmpty();

        assertThat(letters()).extracting(DeadLetter::value).contains("poison");
        assertThat(next()).isEmpty();
    }

    @Test
    void results_are_published_and_read_after_a_foreign_entry_with_the_highest_id() {
        try (var feed = new RedisCouponIssueResultFeed(redis.connect(), redis.keys)) {
            List<PublishedResult> heard = new CopyOnWriteArrayList<>();
            feed.follow(heard::add).block(TestRedis.STEP_MAX);
            var publisher = new RedisCouponIssueResultPublisher(redis.connection, redis.keys);
            publisher.publish(List.of(success(1))).block();
            await().until(() -> heard.size() == 1);

            foreign(redis.keys.results(), HIGHEST_ID);
            publisher.publish(List.of(success(2), success(3))).block();

            await().atMost(TestRedis.STEP_MAX)
                    .untilAsserted(() -> assertThat(heard)
                            .extracting(PublishedResult::couponId)
                            .contains(1L, 2L, 3L));
        }
    }

    private void foreign(String stream, String id) {
        redis.connection
                .ask(commands ->
                        commands.xadd(stream, new XAddArgs().id(id), Map.of("value", RedisScript.bytes("foreign"))))
                .block();
    }

    private CouponIssueEvent add(long userId) {
        var event = new CouponIssueEvent(UUID.randomUUID(), userId, 1, NOON);
        redis.service.addCouponIssueRequest(event).block();
        return event;
    }

    /** As a scheduler does, one request at a time. */
    private List<CouponIssueEvent> decideAll() {
        List<CouponIssueEvent> decided = new CopyOnWriteArrayList<>();
        for (List<PolledRequest> polled = next(); !polled.isEmpty(); polled = next()) {
            PolledRequest oldest = polled.get(0);
            if (oldest.content() instanceof Decodable decodable) {
                decided.add(decodable.request().event());
                redis.service.acknowledge(List.of(oldest)).block();
            } else if (oldest.content() instanceof Undecodable undecodable) {
                redis.service.setAside(oldest, undecodable.reason()).block();
            }
        }
        return decided;
    }

    private List<PolledRequest> next() {
        return redis.service.getNextCouponIssueRequests(10).blockOptional().orElseThrow();
    }

    private List<DeadLetter> letters() {
        return redis.service.newest(10).collectList().blockOptional().orElseThrow();
    }
}
