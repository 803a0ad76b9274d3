package coupon.api.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coupon.api.CouponApiSettings;
import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.QueuePosition;
import coupon.core.queue.CouponIssueQueueService;
import coupon.core.queue.QueueAcknowledgementUnknownException;
import coupon.core.queue.QueueUnavailableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class QueueGateTest {
    private static final int CALLS = 10;
    private static final int IN_FLIGHT_MAX = 20;

    private final HandQueue queue = new HandQueue();
    private final QueueGate gate = gate();

    @Test
    void it_is_shut_until_the_queue_has_answered() {
        refusedAtOnce(ask());
        assertThat(queue.sent).isEmpty();

        gate.answered();

        ask();
        queue.acknowledge(0);
        assertThat(queue.sent).hasSize(1);
    }

    @Test
    void it_is_shut_while_the_queue_is_silent_and_open_when_it_answers() {
        gate.answered();
        gate.silent();
        gate.silent();

        refusedAtOnce(ask());
        assertThat(queue.sent).isEmpty();

        gate.answered();
        assertThat(ask().ended).isFalse();
        assertThat(queue.sent).hasSize(1);
    }

    @Test
    void what_was_sent_before_it_shut_is_still_acknowledged() {
        gate.answered();
        Asked asked = ask();
        gate.silent();

        queue.acknowledge(0);

        assertThat(asked.place).isEqualTo(HandQueue.PLACE);
    }

    @Test
    void it_shuts_when_half_of_the_last_requests_were_not_acknowledged() {
        gate.answered();
        for (int call = 0; call < CALLS; call++) {
            Asked asked = ask();
            if (call % 2 == 0) {
                queue.acknowledge(call);
            } else {
                queue.fail(call);
                assertThat(asked.failure).isInstanceOf(QueueAcknowledgementUnknownException.class);
            }
        }

        refusedAtOnce(ask());
        assertThat(queue.sent).hasSize(CALLS);
    }

    @Test
    void it_lets_some_try_after_a_pause_and_all_when_those_are_acknowledged() {
        gate.answered();
        for (int call = 0; call < CALLS; call++) {
            ask();
            queue.fail(call);
        }
        refusedAtOnce(ask());

        await().until(() -> !ask().ended);
        Asked secondTrial = ask();
        refusedAtOnce(ask());
        queue.acknowledge(CALLS);
        queue.acknowledge(CALLS + 1);

        assertThat(secondTrial.place).isEqualTo(HandQueue.PLACE);
        for (int call = 0; call < CALLS; call++) {
            assertThat(ask().ended).isFalse();
        }
    }

    @Test
    void a_queue_that_answers_questions_does_not_open_what_requests_have_shut() {
        gate.answered();
        for (int call = 0; call < CALLS; call++) {
            ask();
            queue.fail(call);
        }

        gate.answered();

        refusedAtOnce(ask());
    }

    @Test
    void one_too_many_is_refused_and_the_next_is_not_when_another_has_left() {
        gate.answered();
        for (int call = 0; call < IN_FLIGHT_MAX; call++) {
            assertThat(ask().ended).isFalse();
        }

        refusedAtOnce(ask());
        assertThat(queue.sent).hasSize(IN_FLIGHT_MAX);

        queue.acknowledge(0);
        assertThat(ask().ended).isFalse();
    }

    private QueueGate gate() {
        var properties = new MapConfigurationPropertySource(Map.of(
                "app.queue.in-flight-max",
                IN_FLIGHT_MAX,
                "app.queue.breaker.calls",
                CALLS,
                "app.queue.breaker.pause",
                "100ms",
                "app.queue.breaker.trial-calls",
                2));
        CouponApiSettings settings = new Binder(properties).bindOrCreate("app", CouponApiSettings.class);
        var protection = new QueueConfiguration();
        return protection.queueGate(queue, protection.circuitBreakers(settings), protection.bulkheads(settings));
    }

    private Asked ask() {
        var asked = new Asked();
        gate.addCouponIssueRequest(new CouponIssueEvent(UUID.randomUUID(), 1, 1, Instant.EPOCH))
                .doFinally(end -> asked.ended = true)
                .subscribe(place -> asked.place = place, failure -> asked.failure = failure);
        return asked;
    }

    private static void refusedAtOnce(Asked asked) {
        assertThat(asked.failure).isInstanceOf(QueueUnavailableException.class);
    }

    /** Who asks, and what came of it so far. */
    private static final class Asked {
        private boolean ended;
        private @Nullable QueuePosition place;
        private @Nullable Throwable failure;
    }

    /** A queue that acknowledges when the test says so. */
    private static final class HandQueue implements CouponIssueQueueService {
        private static final QueuePosition PLACE = new QueuePosition(0, 0);

        private final List<Sinks.One<QueuePosition>> sent = new ArrayList<>();

        @Override
        public Mono<QueuePosition> addCouponIssueRequest(CouponIssueEvent event) {
            Sinks.One<QueuePosition> acknowledgement = Sinks.one();
            sent.add(acknowledgement);
            return acknowledgement.asMono();
        }

        @Override
        public Mono<Void> warmUp() {
            return Mono.empty();
        }

        void acknowledge(int call) {
            sent.get(call).tryEmitValue(PLACE);
        }

        void fail(int call) {
            sent.get(call).tryEmitError(new QueueAcknowledgementUnknownException("no", new Exception("silence")));
        }
    }
}
