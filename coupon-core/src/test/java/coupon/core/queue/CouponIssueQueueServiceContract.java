package coupon.core.queue;

import static coupon.core.testing.Fixtures.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.CouponIssueRequest;
import coupon.core.domain.QueuePosition;
import coupon.core.queue.wire.DecodedRecord;
import coupon.core.queue.wire.DecodedRecord.Decodable;
import coupon.local.server.ServerProcess;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;

/** What every queue promises, on a real server. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
public abstract class CouponIssueQueueServiceContract {
    /** An empty queue that nobody else uses. */
    protected abstract QueueUnderTest newQueue();

    /** A queue whose server is not there. */
    protected abstract QueueUnderTest queueNowhere();

    /** A server of the test's own, started. */
    protected abstract ServerProcess startServer();

    protected abstract QueueUnderTest newQueueOn(ServerProcess server);

    @Test
    void a_request_is_queued_at_the_position_that_was_answered() {
        try (QueueUnderTest queue = newQueue()) {
            CouponIssueEvent event = event(1, 16);

            QueuePosition position =
                    queue.service().addCouponIssueRequest(event).blockOptional().orElseThrow();

            assertThat(queue.waiting(1)).containsExactly(new Decodable(new CouponIssueRequest(event, position, true)));
        }
    }

    @Test
    void requests_for_one_coupon_are_in_one_partition_in_the_order_they_came() {
        try (QueueUnderTest queue = newQueue()) {
            List<QueuePosition> positions = Flux.fromStream(
                            LongStream.rangeClosed(1, 50).boxed())
                    .concatMap(user -> queue.service().addCouponIssueRequest(event(2, user)))
                    .collectList()
                    .blockOptional()
                    .orElseThrow();

            int line = positions.get(0).partition();
            long first = positions.get(0).offset();
            assertThat(positions)
                    .containsExactlyElementsOf(LongStream.range(first, first + 50)
                            .mapToObj(offset -> new QueuePosition(line, offset))
                            .toList());
        }
    }

    @Test
    void warming_up_queues_no_request() {
        try (QueueUnderTest queue = newQueue()) {
            queue.service().warmUp().block();

            assertThat(queue.waiting(0)).isEmpty();
        }
    }

    @Test
    void without_a_server_the_request_is_certainly_not_queued() {
        try (QueueUnderTest queue = queueNowhere()) {
            assertThatThrownBy(() ->
                            queue.service().addCouponIssueRequest(event(1, 16)).block())
                    .isInstanceOf(QueueUnavailableException.class);
        }
    }

    @Test
    void with_a_frozen_server_it_is_unknown_whether_the_request_is_queued() {
        try (ServerProcess server = startServer();
                QueueUnderTest queue = newQueueOn(server)) {
            queue.service().addCouponIssueRequest(event(1, 16)).block();
            server.pause();
            assertThatThrownBy(() ->
                            queue.service().addCouponIssueRequest(event(1, 17)).block())
                    .isInstanceOf(QueueAcknowledgementUnknownException.class);
            server.resume();

            // Sent while it was frozen, written after it thawed: this is why the answer is "unknown".
            assertThat(queue.waiting(2)).hasSize(2);
        }
    }

    protected static CouponIssueEvent event(long couponId, long userId) {
        return new CouponIssueEvent(UUID.randomUUID(), userId, couponId, NOON);
    }

    /** One queue and a look at what is in it. */
    public interface QueueUnderTest extends AutoCloseable {
        CouponIssueQueueService service();

        /** The whole line, once that many stand in it. */
        List<DecodedRecord> waiting(int atLeast);

        @Override
        void close();
    }
}
