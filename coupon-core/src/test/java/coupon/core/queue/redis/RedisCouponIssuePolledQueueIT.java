package coupon.core.queue.redis;

import static coupon.core.testing.Fixtures.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.QueuePosition;
import coupon.core.queue.CouponIssuePolledQueue.PolledRequest;
import coupon.core.queue.DeadLetter;
import coupon.core.queue.GroupLag;
import coupon.core.queue.wire.DecodedRecord.Decodable;
import coupon.core.queue.wire.DecodedRecord.Undecodable;
import coupon.core.queue.wire.PublishedResult;
import coupon.local.server.RedisServer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The other end of the line, its dead letters and its results, on a real server. */
class RedisCouponIssuePolledQueueIT {
    private final TestRedis redis = TestRedis.create();

    @AfterEach
    void close() {
        redis.close();
    }

    @Test
    void whoever_asks_is_given_the_oldest_until_they_are_acknowledged() {
        CouponIssueEvent first = add(1, 16);
        CouponIssueEvent second = add(2, 16);
        CouponIssueEvent third = add(1, 17);

        assertThat(events(next(2))).containsExactly(first, second);
        List<PolledRequest> taken = next(2);
        assertThat(events(taken)).as("taken again").containsExactly(first, second);
        redis.service.acknowledge(taken).block();
        redis.service.acknowledge(taken).block(); // by another scheduler that had them too

        assertThat(events(next(2))).containsExactly(third);
        assertThat(redis.monitor.queueSize(1).block()).isEqualTo(1);
        assertThat(redis.monitor.queueSize(2).block()).isZero();
    }

    @Test
    void an_empty_line_gives_nobody() {
        assertThat(next(1)).isEmpty();
        assertThat(redis.monitor.queueSize(1).block()).isZero();
    }

    @Test
    void progress_is_the_oldest_in_line_or_else_the_end_of_it() {
        assertThat(redis.monitor.committed().block()).isEqualTo(Map.of(0, 1L));
        add(1, 16);
        add(1, 17);
        assertThat(redis.monitor.committed().block()).isEqualTo(Map.of(0, 1L));
        redis.service.acknowledge(next(1)).block();
        assertThat(redis.monitor.committed().block()).isEqualTo(Map.of(0, 2L));
        redis.service.acknowledge(next(1)).block();
        assertThat(redis.monitor.committed().block()).isEqualTo(Map.of(0, 3L));
    }

    @Test
    void the_lag_is_what_is_in_line() {
        add(1, 16);
        add(2, 16);
        redis.service.acknowledge(next(1)).block();

        GroupLag lag = redis.monitor.lag().blockOptional().orElseThrow();

        assertThat(lag.totalLag()).isEqualTo(1);
        assertThat(lag.partitions())
                .containsExactly(new GroupLag.PartitionLag(
                        0, 3L, 2L, 1L, null, null, lag.partitions().get(0).oldestAcceptedAt()));
    }

    @Test
    void the_oldest_undecided_is_the_first_in_line_taken_or_not_and_waits_since_it_was_accepted() {
        assertThat(oldest()).isEmpty();
        Instant before = redisTime();
        CouponIssueEvent first = add(1, 16);
        Instant accepted = oldest().orElseThrow();
        assertThat(accepted).isBetween(before, redisTime());
        await().until(() -> redisTime().isAfter(accepted));
        CouponIssueEvent second = add(2, 16);
        redis.service.addCouponIssueRequest(first).block(); // again: it stays where it is, and since when

        List<PolledRequest> taken = next(1);
        assertThat(oldest()).as("taken and not decided").contains(accepted);
        redis.service.acknowledge(taken).block();
        assertThat(events(next(1))).containsExactly(second);
        assertThat(oldest().orElseThrow()).isAfter(accepted);
        redis.service.acknowledge(next(1)).block();

        assertThat(oldest()).isEmpty();
    }

    @Test
    void a_receipt_from_before_redis_lost_its_memory_removes_nobody() {
        add(1, 16);
        List<PolledRequest> taken = next(1);
        redis.connection
                .ask(commands -> commands.del(redis.keys.ofQueue().subList(0, 3).toArray(String[]::new)))
                .block();
        CouponIssueEvent other = add(1, 17);

        redis.service.acknowledge(taken).block();

        assertThat(events(next(1))).containsExactly(other);
    }

    @Test
    void what_cannot_be_read_is_set_aside_and_can_be_put_in_line_again() {
        QueuePosition poison = redis.service
                .add("", "coupon-1", RedisScript.bytes("poison"))
                .blockOptional()
                .orElseThrow();
        CouponIssueEvent neighbour = add(1, 16);
        PolledRequest undecodable = next(1).get(0);
        assertThat(undecodable.content()).isInstanceOf(Undecodable.class);

        redis.service.setAside(undecodable, "nobody can read this").block();
        redis.service.setAside(undecodable, "nobody can read this").block();

        assertThat(events(next(2))).containsExactly(neighbour);
        assertThat(redis.monitor.queueSize(1).block()).isEqualTo(1);
        List<DeadLetter> letters =
                redis.service.newest(10).collectList().blockOptional().orElseThrow();
        assertThat(letters).singleElement().satisfies(letter -> {
            assertThat(letter.origin()).isEqualTo(poison);
            assertThat(letter.value()).isEqualTo("poison");
            assertThat(letter.key()).isEqualTo("coupon-1");
            assertThat(letter.reason()).isEqualTo("nobody can read this");
        });
        QueuePosition again = redis.service.replay(letters.get(0).position()).block();
        assertThat(again).isEqualTo(new QueuePosition(0, 3));
        assertThat(next(3)).hasSize(2);
        assertThat(redis.service.replay(new QueuePosition(0, 99)).blockOptional())
                .isEmpty();
        assertThat(redis.service.replay(new QueuePosition(1, 1)).blockOptional())
                .isEmpty();
    }

    @Test
    void an_entry_that_nobody_of_us_has_written_is_a_dead_letter() {
        redis.connection
                .ask(commands -> commands.xadd(redis.keys.queue(), Map.of("foreign", new byte[] {1})))
                .block();

        PolledRequest foreign = next(1).get(0);

        assertThat(foreign.content()).isEqualTo(new Undecodable("the record has no value"));
        redis.service.setAside(foreign, "no value").block();
        assertThat(next(1)).isEmpty();
    }

    @Test
    void every_reader_hears_every_result_from_now_on_in_order_over_an_outage_too() {
        try (RedisServer server = TestRedis.startServer();
                TestRedis own = TestRedis.on(server);
                var one = new RedisCouponIssueResultFeed(own.connect(), own.keys);
                var other = new RedisCouponIssueResultFeed(own.connect(), own.keys)) {
            var publisher = new RedisCouponIssueResultPublisher(own.connection, own.keys);
            List<PublishedResult> heardByOne = new CopyOnWriteArrayList<>();
            List<PublishedResult> heardByOther = new CopyOnWriteArrayList<>();
            publisher.publish(List.of(TestRedis.result(1))).block();
            one.follow(heardByOne::add).block(TestRedis.STEP_MAX);
            other.follow(heardByOther::add).block(TestRedis.STEP_MAX);
            List<CouponIssueResult> published =
                    IntStream.rangeClosed(2, 50).mapToObj(TestRedis::result).toList();

            publisher.publish(published.subList(0, 20)).block();
            one.follow(heardByOne::add).block(TestRedis.STEP_MAX);
            await().until(() -> heardByOne.size() == 20 && heardByOther.size() == 20);
            server.kill();
            server.start();
            await().atMost(TestRedis.STEP_MAX)
                    .ignoreExceptions()
                    .until(() -> own.connection.ask(commands -> commands.ping()).block() != null);
            publisher.publish(published.subList(20, 49)).block();

            List<UUID> expected =
                    published.stream().map(CouponIssueResult::eventId).toList();
            await().atMost(TestRedis.STEP_MAX).untilAsserted(() -> {
                assertThat(heardByOne).extracting(PublishedResult::eventId).containsExactlyElementsOf(expected);
                assertThat(heardByOther).extracting(PublishedResult::eventId).containsExactlyElementsOf(expected);
            });
        }
    }

    private CouponIssueEvent add(long couponId, long userId) {
        var event = new CouponIssueEvent(UUID.randomUUID(), userId, couponId, NOON);
        redis.service.addCouponIssueRequest(event).block();
        return event;
    }

    private Optional<Instant> oldest() {
        GroupLag lag = redis.monitor.lag().blockOptional().orElseThrow();
        return Optional.ofNullable(lag.partitions().get(0).oldestAcceptedAt());
    }

    private Instant redisTime() {
        List<byte[]> secondsAndMicros = redis.connection
                .ask(commands -> commands.time())
                .blockOptional()
                .orElseThrow();
        return Instant.ofEpochSecond(number(secondsAndMicros.get(0)))
                .plus(number(secondsAndMicros.get(1)) / 1_000, ChronoUnit.MILLIS);
    }

    private static long number(byte[] digits) {
        return Long.parseLong(new String(digits, StandardCharsets.US_ASCII));
    }

    private List<PolledRequest> next(int max) {
        return redis.service.getNextCouponIssueRequests(max).blockOptional().orElseThrow();
    }

    private static List<CouponIssueEvent> events(List<PolledRequest> requests) {
        return requests.stream()
                .map(request -> ((Decodable) request.content()).request().event())
                .toList();
    }
}
