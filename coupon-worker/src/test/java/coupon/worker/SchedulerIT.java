package coupon.worker;

import static coupon.core.testing.Fixtures.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.CouponIssueStatus;
import coupon.core.domain.QueuePosition;
import coupon.core.processor.CouponIssueProcessor;
import coupon.core.queue.CouponIssuePolledQueue;
import coupon.core.queue.CouponIssuePolledQueue.PolledRequest;
import coupon.core.queue.CouponIssueResultPublisher;
import coupon.core.queue.redis.RedisConnection;
import coupon.core.queue.redis.RedisCouponIssueQueueService;
import coupon.core.queue.redis.RedisCouponIssueResultFeed;
import coupon.core.queue.redis.RedisCouponIssueResultPublisher;
import coupon.core.queue.redis.RedisKeys;
import coupon.core.queue.redis.RedisQueueMonitor;
import coupon.core.queue.wire.PublishedResult;
import coupon.core.store.r2dbc.R2dbcCouponIssueStore;
import coupon.core.testing.TestDatabase;
import coupon.core.testing.TestServers;
import coupon.worker.consumer.BatchMetrics;
import coupon.worker.scheduler.CouponIssueScheduler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.XAddArgs;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Redis mode: whatever a scheduler leaves undone the next one does, and everything is decided once, in order. */
class SchedulerIT {
    private final TestDatabase database = TestServers.newDatabase();
    private final int port = TestServers.redisPort();
    private final RedisKeys keys = new RedisKeys("t-" + UUID.randomUUID(), 100_000);
    private final RedisConnection redis = RedisConnection.to("127.0.0.1", port);
    private final RedisCouponIssueQueueService service = new RedisCouponIssueQueueService(redis, keys);
    private final CouponIssuePolledQueue queue = service;
    private final CouponIssueResultPublisher publisher = new RedisCouponIssueResultPublisher(redis, keys);
    private final RedisQueueMonitor monitor = new RedisQueueMonitor(redis, keys);
    private final CouponIssueProcessor processor =
            new CouponIssueProcessor(new R2dbcCouponIssueStore(database.connections()), Clock.systemUTC());
    private final RedisCouponIssueResultFeed feed =
            new RedisCouponIssueResultFeed(RedisConnection.to("127.0.0.1", port), keys);
    private final List<PublishedResult> published = new CopyOnWriteArrayList<>();

    @BeforeEach
    void listen() {
        feed.follow(published::add).block();
    }

    @AfterEach
    void close() {
        feed.close();
        redis.close();
    }

    @Test
    void one_poll_takes_the_oldest_and_no_more_than_it_may() {
        database.insertCoupon(1, 5);
        List<CouponIssueEvent> queued = queueUsers(1, 3);
        CouponIssueScheduler scheduler = scheduler(queue, publisher);

        assertThat(scheduler.decideNext(1)).isEqualTo(1);
        assertThat(decided()).containsExactly(queued.get(0).eventId());

        assertThat(scheduler.decideNext(5)).isEqualTo(2);
        assertThat(decided())
                .containsExactlyElementsOf(
                        queued.stream().map(CouponIssueEvent::eventId).toList());
        assertThat(scheduler.decideNext(5)).isZero();
        await().untilAsserted(() -> assertThat(published)
                .extracting(PublishedResult::eventId)
                .containsExactlyElementsOf(
                        queued.stream().map(CouponIssueEvent::eventId).toList()));
        assertThat(published).extracting(PublishedResult::sourceOffset).containsExactly(1L, 2L, 3L);
        assertThat(monitor.queueSize(1).block()).isZero();
    }

    @Test
    void a_request_taken_by_a_scheduler_that_dies_before_it_stores_is_taken_again() {
        database.insertCoupon(1, 1);
        List<CouponIssueEvent> queued = queueUsers(1, 2);
        assertThat(queue.getNextCouponIssueRequests(1).block()).hasSize(1); // and that was its end

        scheduler(queue, publisher).decideNext(2);

        assertThat(outcomes()).containsExactly(CouponIssueStatus.SUCCESS, CouponIssueStatus.OUT_OF_STOCK);
        assertThat(decided())
                .containsExactly(queued.get(0).eventId(), queued.get(1).eventId());
    }

    @Test
    void one_that_dies_between_storing_and_publishing_leaves_the_outcome_as_it_is() {
        assertDecidedOnceThough(scheduler(queue, results -> Mono.error(new Death())), 1);
    }

    @Test
    void one_that_dies_between_publishing_and_removing_leaves_the_outcome_as_it_is() {
        assertDecidedOnceThough(scheduler(new NeverAcknowledging(queue), publisher), 2);
    }

    @Test
    void any_number_of_schedulers_decide_in_the_order_of_the_queue() throws Exception {
        database.insertCoupon(1, 40);
        queueUsers(1, 120);
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int batchSize : new int[] {1, 3, 7}) {
                CouponIssueScheduler scheduler = scheduler(queue, publisher);
                running.add(threads.submit(() -> {
                    while (scheduler.decideNext(batchSize) > 0) {
                        Thread.onSpinWait();
                    }
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(database.numbers("SELECT user_id FROM user_coupon ORDER BY user_id"))
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 40).boxed().toList());
        assertThat(database.number("SELECT COUNT(*) FROM coupon_issue_request")).isEqualTo(120);
        assertThat(database.coupon(1).stock()).isZero();
        await().untilAsserted(() -> assertThat(
                        published.stream().map(PublishedResult::sourceOffset).distinct())
                .as("in decision order, first tellings")
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 120).boxed().toList()));
        assertThat(monitor.queueSize(1).block()).isZero();
    }

    @Test
    void one_bad_record_costs_only_itself() {
        database.insertCoupon(1, 5);
        queueUsers(1, 1);
        poisonAt(2);
        service.addCouponIssueRequest(new CouponIssueEvent(UUID.randomUUID(), 2, 99, NOON))
                .block();
        service.addCouponIssueRequest(new CouponIssueEvent(UUID.randomUUID(), 2, 1, NOON.toEpochMilli(), 7))
                .block();
        service.addCouponIssueRequest(new CouponIssueEvent(UUID.randomUUID(), 2, 1, NOON))
                .block();

        assertThat(scheduler(queue, publisher).decideNext(10)).isEqualTo(5);

        assertThat(outcomes())
                .containsExactly(
                        CouponIssueStatus.SUCCESS,
                        CouponIssueStatus.VALIDATION_FAILED,
                        CouponIssueStatus.VALIDATION_FAILED,
                        CouponIssueStatus.SUCCESS);
        assertThat(queue.getNextCouponIssueRequests(10).block()).isEmpty();
    }

    private void assertDecidedOnceThough(CouponIssueScheduler dying, int tellings) {
        database.insertCoupon(1, 1);
        CouponIssueEvent event = queueUsers(1, 1).get(0);
        assertThatThrownBy(() -> dying.decideNext(1)).isInstanceOf(Death.class);
        List<CouponIssueResult> stored = database.results(1);
        assertThat(stored).hasSize(1);

        scheduler(queue, publisher).decideNext(1);

        assertThat(database.results(1)).isEqualTo(stored);
        assertThat(database.coupon(1).stock()).isZero();
        assertThat(stored.get(0).position()).isEqualTo(new QueuePosition(0, 1));
        await().untilAsserted(() -> assertThat(published).hasSize(tellings).allSatisfy(result -> {
            assertThat(result.eventId()).isEqualTo(event.eventId());
            assertThat(result.outcome()).isEqualTo(CouponIssueStatus.SUCCESS);
        }));
        assertThat(queue.getNextCouponIssueRequests(1).block()).isEmpty();
    }

    private CouponIssueScheduler scheduler(CouponIssuePolledQueue polled, CouponIssueResultPublisher results) {
        var registry = new SimpleMeterRegistry();
        return new CouponIssueScheduler(
                polled, processor, results, new BatchMetrics(registry, Clock.systemUTC()), registry);
    }

    private List<CouponIssueEvent> queueUsers(long couponId, long count) {
        List<CouponIssueEvent> events = LongStream.rangeClosed(1, count)
                .mapToObj(user -> new CouponIssueEvent(UUID.randomUUID(), user, couponId, NOON))
                .toList();
        events.forEach(event -> service.addCouponIssueRequest(event).block());
        return events;
    }

    /** As somebody might who writes to Redis directly. */
    private void poisonAt(long position) {
        try (RedisClient client = RedisClient.create(RedisURI.create("127.0.0.1", port))) {
            var commands = client.connect().sync();
            commands.xadd(keys.queue(), new XAddArgs().id(position + "-0"), "value", "poison");
            commands.incr("{" + keys.name() + "}:sequence");
        }
    }

    private List<UUID> decided() {
        return stored().stream().map(CouponIssueResult::eventId).toList();
    }

    private List<CouponIssueStatus> outcomes() {
        return stored().stream().map(CouponIssueResult::outcome).toList();
    }

    /** In the order of the queue. */
    private List<CouponIssueResult> stored() {
        List<CouponIssueResult> rows = new ArrayList<>(database.results(1));
        rows.addAll(database.results(99));
        rows.sort((one, other) ->
                Long.compare(one.position().offset(), other.position().offset()));
        return rows;
    }

    private static final class Death extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private record NeverAcknowledging(CouponIssuePolledQueue polled) implements CouponIssuePolledQueue {
        @Override
        public Mono<List<PolledRequest>> getNextCouponIssueRequests(int max) {
            return polled.getNextCouponIssueRequests(max);
        }

        @Override
        public Mono<Void> acknowledge(List<PolledRequest> decided) {
            return Mono.error(new Death());
        }

        @Override
        public Mono<Void> setAside(PolledRequest undecodable, String reason) {
            return polled.setAside(undecodable, reason);
        }
    }
}
