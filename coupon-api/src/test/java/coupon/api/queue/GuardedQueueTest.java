package coupon.api.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coupon.api.CouponApiSettings;
import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.QueuePosition;
import coupon.core.queue.CouponIssueQueueService;
import coupon.core.queue.QueueAcknowledgementUnknownException;
import coupon.core.queue.QueueUnavailableException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class GuardedQueueTest {
    private static final int CALLS = 10;
    private static final int IN_FLIGHT_MAX = 20;

    private final HandQueue queue = new HandQueue();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final GuardedQueue guarded = guarded();

    @Test
    void requests_are_refused_until_the_queue_has_answered() {
        refusedAtOnce(ask());
        assertThat(queue.sent).isEmpty();

        guarded.answered();

        ask();
        queue.acknowledge(0);
        assertThat(queue.sent).hasSize(1);
    }

    @Test
    void requests_are_refused_while_the_queue_is_silent_and_sent_when_it_answers() {
        guarded.answered();
        guarded.silent();
        guarded.silent();

        refusedAtOnce(ask());
        assertThat(queue.sent).isEmpty();

        guarded.answered();
        assertThat(ask().ended).isFalse();
        assertThat(queue.sent).hasSize(1);
    }

    @Test
    void what_was_sent_before_the_breaker_opened_is_still_acknowledged() {
        guarded.answered();
        Asked asked = ask();
        guarded.silent();

        queue.acknowledge(0);

        assertThat(asked.position).isEqualTo(HandQueue.POSITION);
    }

    @Test
    void the_breaker_opens_when_half_of_the_last_requests_were_not_acknowledged() {
        guarded.answered();
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
    void some_are_tried_after_a_pause_and_all_are_sent_when_those_are_acknowledged() {
        guarded.answered();
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

        assertThat(secondTrial.position).isEqualTo(HandQueue.POSITION);
        for (int call = 0; call < CALLS; call++) {
            assertThat(ask().ended).isFalse();
        }
    }

    @Test
    void a_queue_that_answers_its_monitor_does_not_close_what_requests_have_opened() {
        guarded.answered();
        for (int call = 0; call < CALLS; call++) {
            ask();
            queue.fail(call);
        }

        guarded.answered();

        refusedAtOnce(ask());
    }

    @Test
    void one_too_many_is_refused_and_the_next_is_not_when_another_has_left() {
        guarded.answered();
        for (int call = 0; call < IN_FLIGHT_MAX; call++) {
            assertThat(ask().ended).isFalse();
        }

        refusedAtOnce(ask());
        assertThat(queue.sent).hasSize(IN_FLIGHT_MAX);

        queue.acknowledge(0);
        assertThat(ask().ended).isFalse();
    }

    @Test
    void every_request_is_measured_by_its_outcome() {
        ask();
        guarded.answered();
        ask();
        ask();
        ask();
        assertThat(registry.get("coupon.publish.in.flight").gauge().value()).isEqualTo(3);

        queue.acknowledge(0);
        queue.fail(1);

        assertThat(count("UNAVAILABLE")).isEqualTo(1);
        assertThat(count("ACCEPTED")).isEqualTo(1);
        assertThat(count("UNKNOWN")).isEqualTo(1);
        assertThat(registry.get("coupon.publish.in.flight").gauge().value()).isEqualTo(1);
    }

    @Test
    void a_caller_that_leaves_makes_room_once() {
        guarded.answered();
        Disposable caller = guarded.addCouponIssueRequest(new CouponIssueEvent(UUID.randomUUID(), 1, 1, Instant.EPOCH))
                .subscribe();

        caller.dispose();
        queue.acknowledge(0);

        assertThat(registry.get("coupon.publish.in.flight").gauge().value()).isZero();
    }

    private long count(String outcome) {
        return registry.get("coupon.publish").tag("outcome", outcome).timer().count();
    }

    private GuardedQueue guarded() {
        var properties = new MapConfigurationPropertySource(Map.of(
                "app.queue.in-flight-max",
                IN_FLIGHT_MAX,
                "app.queue.breaker.calls",
                CALLS,
                "app.queue.breaker.pause",
                "1s",
                "app.queue.breaker.trial-calls",
                2));
        CouponApiSettings settings = new Binder(properties).bindOrCreate("app", CouponApiSettings.class);
        return new QueueConfiguration().guardedQueue(queue, registry, settings);
    }

    private Asked ask() {
        var asked = new Asked();
        guarded.addCouponIssueRequest(new CouponIssueEvent(UUID.randomUUID(), 1, 1, Instant.EPOCH))
                .doFinally(end -> asked.ended = true)
                .subscribe(position -> asked.position = position, failure -> asked.failure = failure);
        return asked;
    }

    private static void refusedAtOnce(Asked asked) {
        assertThat(asked.failure).isInstanceOf(QueueUnavailableException.class);
    }

    /** Who asks, and what came of it so far. */
    private static final class Asked {
        private boolean ended;
        private @Nullable QueuePosition position;
        private @Nullable Throwable failure;
    }

    /** A queue that acknowledges when the test says so. */
    private static final class HandQueue implements CouponIssueQueueService {
        private static final QueuePosition POSITION = new QueuePosition(0, 0);

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
            sent.get(call).tryEmitValue(POSITION);
        }

        void fail(int call) {
            sent.get(call).tryEmitError(new QueueAcknowledgementUnknownException("no", new Exception("silence")));
        }
    }
}
