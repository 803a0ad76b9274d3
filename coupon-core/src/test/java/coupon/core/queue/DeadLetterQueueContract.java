package coupon.core.queue;

import static org.assertj.core.api.Assertions.assertThat;

import coupon.core.domain.QueuePosition;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every queue's dead letters promise to operators, on a real server. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
public abstract class DeadLetterQueueContract {
    private static final Duration STEP_MAX = Duration.ofSeconds(30);

    /** None yet, of a queue that nobody else uses. */
    protected abstract DeadLetterQueue deadLetters();

    /** Those of a queue whose server is not there, over a connection of their own. */
    protected abstract DeadLetterQueue deadLettersNowhere();

    /**
     * Makes a record with the key of coupon 1 a dead letter.
     *
     * @return its position in the queue
     */
    protected abstract QueuePosition setAside(String value, String reason);

    /** The values of the records in the queue, in its order. */
    protected abstract List<String> queued(int atLeast);

    @Test
    void an_operator_sees_the_newest_dead_letters_and_why_they_are_dead() {
        setAside("first", "too early");
        setAside("x".repeat(5_000), "too long");
        QueuePosition origin = setAside("nobody can read this", "unreadable");

        List<DeadLetter> newest = newest(2);

        assertThat(newest).extracting(DeadLetter::reason).containsExactly("unreadable", "too long");
        assertThat(newest.get(0).key()).isEqualTo("coupon-1");
        assertThat(newest.get(0).value()).isEqualTo("nobody can read this");
        assertThat(newest.get(0).origin()).isEqualTo(origin);
        assertThat(newest.get(1).value()).hasSizeLessThan(2_000).startsWith("xxx");
        assertThat(newest(10)).hasSize(3);
    }

    @Test
    void without_dead_letters_there_is_nothing_to_see() {
        assertThat(newest(10)).isEmpty();
    }

    @Test
    void a_replayed_record_stands_at_the_end_of_the_queue_and_stays_among_the_dead_letters() {
        setAside("some value", "no reason");
        QueuePosition position = newest(1).get(0).position();

        QueuePosition first = replay(position);
        QueuePosition second = replay(position);

        assertThat(second).isEqualTo(new QueuePosition(first.partition(), first.offset() + 1));
        assertThat(queued(2)).containsExactly("some value", "some value");
        assertThat(newest(10)).as("it stays").hasSize(1);
    }

    @Test
    void what_is_no_dead_letter_cannot_be_replayed() {
        setAside("some value", "no reason");
        QueuePosition only = newest(1).get(0).position();

        for (QueuePosition none : List.of(
                new QueuePosition(only.partition(), only.offset() + 1),
                new QueuePosition(only.partition(), 99),
                new QueuePosition(only.partition() + 1, only.offset()),
                new QueuePosition(99, only.offset()))) {
            assertThat(deadLetters().replay(none).blockOptional(STEP_MAX))
                    .as(none.toString())
                    .isEmpty();
        }
        assertThat(queued(0)).isEmpty();
    }

    @Test
    void without_a_server_they_are_unavailable() {
        // At once: each takes as long as the queue is given for a response.
        List<CompletableFuture<?>> questions = List.of(
                deadLettersNowhere().newest(1).collectList().toFuture(),
                deadLettersNowhere().replay(new QueuePosition(0, 0)).toFuture());

        assertThat(questions)
                .allSatisfy(failed -> assertThat(failed)
                        .failsWithin(STEP_MAX)
                        .withThrowableThat()
                        .withCauseInstanceOf(QueueUnavailableException.class));
    }

    protected final List<DeadLetter> newest(int max) {
        return deadLetters().newest(max).collectList().blockOptional(STEP_MAX).orElseThrow();
    }

    protected final QueuePosition replay(QueuePosition position) {
        return deadLetters().replay(position).blockOptional(STEP_MAX).orElseThrow();
    }
}
