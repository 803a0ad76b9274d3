package coupon.api.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coupon.api.coupon.CouponSnapshot;
import coupon.api.testing.NoCoupons;
import coupon.core.queue.GroupLag;
import coupon.core.queue.QueueMonitor;
import coupon.core.queue.QueueUnavailableException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class QueueControllerTest {
    private final List<CompletableFuture<Long>> questions = new ArrayList<>();
    private final QueueController controller =
            new QueueController(new CouponSnapshot(new NoCoupons(), Clock.systemUTC()), new SlowQueue());

    @Test
    void callers_at_once_share_a_question() {
        var first = controller.size(1).toFuture();
        var second = controller.size(1).toFuture();
        controller.size(2).toFuture();
        assertThat(questions).hasSize(2);

        questions.get(0).complete(7L);
        assertThat(first).isCompletedWithValue(7L);
        assertThat(second).isCompletedWithValue(7L);
    }

    @Test
    void an_answer_is_not_given_to_a_caller_that_asks_after_it() {
        controller.size(1).toFuture();
        questions.get(0).complete(0L);

        var later = controller.size(1).toFuture();
        questions.get(1).complete(1L);
        assertThat(later).isCompletedWithValue(1L);
    }

    @Test
    void a_caller_who_leaves_takes_the_answer_from_no_other() {
        var leaving = controller.size(1).subscribe();
        var staying = controller.size(1).toFuture();
        leaving.dispose();
        questions.get(0).complete(3L);

        assertThat(staying).isCompletedWithValue(3L);
        controller.size(1).toFuture();
        assertThat(questions).hasSize(2);
    }

    @Test
    void a_failure_is_forgotten_like_an_answer() {
        var failed = controller.size(1).toFuture();
        questions.get(0).completeExceptionally(new QueueUnavailableException("away", new Exception()));
        assertThatThrownBy(failed::join).hasCauseInstanceOf(QueueUnavailableException.class);

        var later = controller.size(1).toFuture();
        questions.get(1).complete(1L);
        assertThat(later).isCompletedWithValue(1L);
    }

    /** Answers when the test says so. */
    private final class SlowQueue implements QueueMonitor {
        @Override
        public Mono<GroupLag> lag() {
            return unused();
        }

        @Override
        public Mono<Void> prepare() {
            return unused();
        }

        @Override
        public Mono<Void> check() {
            return unused();
        }

        @Override
        public Mono<Map<Integer, Long>> committed() {
            return unused();
        }

        private static <T> Mono<T> unused() {
            return Mono.error(new IllegalStateException("not asked here"));
        }

        @Override
        public Mono<Long> queueSize(long couponId) {
            return Mono.defer(() -> {
                var question = new CompletableFuture<Long>();
                questions.add(question);
                return Mono.fromFuture(question);
            });
        }
    }
}
