package coupon.core.queue.kafka;

import coupon.core.domain.QueuePosition;
import coupon.core.queue.QueueAcknowledgementUnknownException;
import coupon.core.queue.QueueUnavailableException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Schedulers;

/** One event on its way into the queue: waiting, then either refused or cancelled, or sent and then answered. */
final class Addition {
    private final MonoSink<QueuePosition> sink;
    private final Executor answering;
    private final long beganNanos = System.nanoTime();
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

    private final Runnable sending;

    /**
     * To be made on the caller's thread, because a trace travels with it to the publishing thread, if there is one.
     *
     * @param publication hands the event to the producer
     */
    Addition(Supplier<CompletableFuture<QueuePosition>> publication, MonoSink<QueuePosition> sink, Executor answering) {
        this.sink = sink;
        this.answering = answering;
        this.sending = Schedulers.onSchedule(() -> publication.get().whenComplete(this::acknowledged));
    }

    /** Nobody waits for the response any more: what is not sent yet will not be. */
    void cancel() {
        state.set(State.ANSWERED);
    }

    /** Asked right before it is handed over: whatever was refused or cancelled meanwhile is not sent. */
    boolean isToBeSent() {
        return !isRefusedAt(System.nanoTime()) && state.compareAndSet(State.WAITING, State.SENT);
    }

    void send() {
        try {
            sending.run();
        } catch (RuntimeException notHandedOver) {
            refuse(State.SENT, notHandedOver);
        }
    }

    /** @return whether it is no longer waiting; refused if it has waited for too long */
    boolean isRefusedAt(long nowNanos) {
        if (state.get() == State.WAITING
                && nowNanos - beganNanos > KafkaCouponIssueQueueService.HANDED_OVER_MAX.toNanos()) {
            refuse(new TimeoutException("the producer took no more events"));
        }
        return state.get() != State.WAITING;
    }

    /** @return whether it is answered; as unknown if the acknowledgement takes too long */
    boolean isAnsweredAt(long nowNanos) {
        if (nowNanos - beganNanos > KafkaCouponIssueQueueService.ACKNOWLEDGED_MAX.toNanos()) {
            unknown(new TimeoutException("the producer did not answer"));
        }
        return state.get() == State.ANSWERED;
    }

    void refuse(Throwable cause) {
        refuse(State.WAITING, cause);
    }

    private void refuse(State before, Throwable cause) {
        if (state.compareAndSet(before, State.ANSWERED)) {
            answer(() -> sink.error(new QueueUnavailableException("the queue cannot accept now", cause)));
        }
    }

    private void acknowledged(@Nullable QueuePosition position, @Nullable Throwable failure) {
        if (position == null) {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            unknown(cause == null ? new TimeoutException() : cause);
        } else if (state.compareAndSet(State.SENT, State.ANSWERED)) {
            answer(() -> sink.success(position));
        }
    }

    private void unknown(Throwable cause) {
        if (state.compareAndSet(State.SENT, State.ANSWERED)) {
            answer(() -> sink.error(
                    new QueueAcknowledgementUnknownException("no acknowledgement of the queue in time", cause)));
        }
    }

    private void answer(Runnable signal) {
        try {
            answering.execute(signal);
        } catch (RejectedExecutionException shutDown) {
            signal.run();
        }
    }

    private enum State {
        WAITING,
        SENT,
        ANSWERED
    }
}
