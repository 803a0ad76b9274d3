package coupon.api.connection;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * Gives a client so long to send a request, headers and body: from its first byte, or from the opening of the connection.
 * Then the connection is closed; if the body is what is missing, with a {@code 408} before.
 *
 * <p>It depends on nothing that happens to the request meanwhile, as a time-out further inside would: whoever has not
 * begun to read the body (because it still asks who is calling) would not answer. And every byte that drips in would
 * begin an idle time anew. A request that comes in one piece, as nearly all do, never starts the clock.
 */
final class RequestDeadline extends ChannelDuplexHandler {
    private final Duration requestReadMax;
    private final ConnectionProblems problems;

    private @Nullable Future<?> deadline;
    /** Of the request of which the body is not complete; null if there is none. */
    private @Nullable String path;
    /** Whether what was read last ended a request, so that nothing is begun. */
    private boolean complete;

    private boolean answered;
    private boolean givenUp;

    RequestDeadline(Duration requestReadMax, ConnectionProblems problems) {
        this.requestReadMax = requestReadMax;
        this.problems = problems;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        startClock(context);
        context.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request) {
            path = request.uri();
            answered = false;
        }
        complete = message instanceof LastHttpContent;
        if (complete) {
            path = null;
            stopClock();
        }
        context.fireChannelRead(message);
    }

    /** Netty has read all that was there: unless that ended a request, one has begun. */
    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (!complete) {
            startClock(context);
        }
        complete = false;
        context.fireChannelReadComplete();
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (givenUp) {
            ReferenceCountUtil.release(message);
            promise.tryFailure(new ClosedChannelException());
            return;
        }
        answered |= message instanceof HttpResponse answer && isFinal(answer);
        context.write(message, promise);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        stopClock();
        context.fireChannelInactive();
    }

    private static boolean isFinal(HttpResponse answer) {
        return answer.status().codeClass() != HttpStatusClass.INFORMATIONAL;
    }

    private void startClock(ChannelHandlerContext context) {
        if (deadline == null) {
            deadline = context.executor()
                    .schedule(() -> giveUp(context), requestReadMax.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void stopClock() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    private void giveUp(ChannelHandlerContext context) {
        givenUp = true;
        if (path == null || answered) {
            context.close();
        } else {
            int query = path.indexOf('?');
            context.writeAndFlush(problems.answer(
                            HttpStatus.REQUEST_TIMEOUT,
                            "The request did not arrive in time.",
                            query < 0 ? path : path.substring(0, query)))
                    .addListener(ChannelFutureListener.CLOSE);
        }
    }
}
