package coupon.core.queue.redis;

import static coupon.core.testing.Fixtures.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.QueuePosition;
import coupon.core.queue.CouponIssuePolledQueue.PolledRequest;
import coupon.core.queue.DeadLetter;
import coupon.core.queue.wire.DecodedRecord.Decodable;
import coupon.core.queue.wire.DecodedRecord.Undecodable;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The other end of the queue, on a real server. */
class RedisCouponIssuePolledQueueIT {
    private final TestRedis redis = TestRedis.create();

    @AfterEach
    void close() {
        redis.close();
    }

    @Test
    void each_poll_gives_the_oldest_until_they_are_acknowledged() {
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
    void an_empty_queue_gives_no_request() {
        assertThat(next(1)).isEmpty();
        assertThat(redis.monitor.queueSize(1).block()).isZero();
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
    void what_cannot_be_read_is_set_aside_once_however_often_that_is_tried() {
        QueuePosition poison = redis.addPoison("poison");
        CouponIssueEvent neighbour = add(1, 16);
        PolledRequest undecodable = next(1).get(0);
        assertThat(undecodable.content()).isInstanceOf(Undecodable.class);

        redis.service.setAside(undecodable, "nobody can read this").block();
        redis.service.setAside(undecodable, "nobody can read this").block();

        assertThat(events(next(2))).containsExactly(neighbour);
        assertThat(redis.monitor.queueSize(1).block()).isEqualTo(1);
        assertThat(redis.service.newest(10).collectList().block())
                .extracting(DeadLetter::origin)
                .containsExactly(poison);
    }

    @Test
    void an_entry_of_a_foreign_producer_is_a_dead_letter() {
        redis.connection
                .ask(commands -> commands.xadd(redis.keys.queue(), Map.of("foreign", new byte[] {1})))
                .block();

        PolledRequest foreign = next(1).get(0);

        assertThat(foreign.content()).isEqualTo(new Undecodable("the record has no value"));
        redis.service.setAside(foreign, "no value").block();
        assertThat(next(1)).isEmpty();
    }

    private CouponIssueEvent add(long couponId, long userId) {
        var event = new CouponIssueEvent(UUID.randomUUID(), userId, couponId, NOON);
        redis.service.addCouponIssueRequest(event).block();
        return event;
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
