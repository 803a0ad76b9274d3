package coupon.api.connection;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * Bounds the time in which a client sends a request, headers and body, from its first byte. Then the connection is
 * closed; if the body is what is missing, after a {@code 408}. A connection without a begun request, fresh or kept alive,
 * is bounded by {@code server.netty.idle-timeout} alone.
 *
 * <p>Reactor Netty's own time-outs do not do: {@code requestTimeout} begins when the headers are complete, and
 * {@code idleTimeout} begins anew with every byte, so headers that drip in would be waited for without end. A request
 * that comes in one piece, as nearly all do, never starts the clock.
 *
 * <p>Responses are in the order of the requests. While requests before the late one are unanswered, a {@code 408} would
 * be taken for the response to the first of them, which may have been accepted: they are answered first. As the rest of
 * the late request need not have been read until then, its time begins anew with each of these responses.
 *
 * <p>A body that is broken ends in the same way, with a {@code 400}: Reactor Netty would pass it on as if it were complete.
 */
final class RequestDeadline extends ChannelDuplexHandler {
    private static final Pattern IMPORT = Pattern.compile("[^?]*/api/admin/coupons/[0-9]{1,19}/codes(\\?.*)?");
    /** From one piece of an import to the next: the pieces before it are being stored meanwhile. */
    private static final Duration IMPORT_PAUSE_MAX = Duration.ofSeconds(20);

    private final Duration requestReadMax;
    private final ConnectionProblems problems;

    private @Nullable Future<?> deadline;
    /** Of the request of which the body is not complete; null if there is none. */
    private @Nullable String path;
    /** Whether what was read last ended a request, so that nothing is begun. */
    private boolean complete;

    private long requestsBegun;
    private long responsesBegun;
    private long responsesEnded;
    private boolean interim;
    private boolean late;
    private boolean broken;
    private boolean givenUp;

    RequestDeadline(Duration requestReadMax, ConnectionProblems problems) {
        this.requestReadMax = requestReadMax;
        this.problems = problems;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpContent body
                && !(message instanceof HttpRequest)
                && body.decoderResult().isFailure()) {
            body.release();
            broken = true;
            stopClock();
            giveUp(context);
            return;
        }
        if (message instanceof HttpRequest request) {
            path = request.uri();
            requestsBegun++;
        } else if (isImport()) {
            stopClock(); // and begin anew: an import of a million codes may take its time, as long as it goes on
        }
        complete = message instanceof LastHttpContent;
        if (complete) {
            path = null;
            late = false;
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
        if (message instanceof HttpResponse response) {
            interim = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
            responsesBegun += interim ? 0 : 1;
        }
        boolean ends = message instanceof LastHttpContent && !interim;
        context.write(message, promise);
        if (ends) {
            responsesEnded++;
            if (late) {
                startClock(context);
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        stopClock();
        context.fireChannelInactive();
    }

    private void startClock(ChannelHandlerContext context) {
        if (deadline == null) {
            deadline = context.executor()
                    .schedule(
                            () -> giveUp(context),
                            (isImport() ? IMPORT_PAUSE_MAX : requestReadMax).toMillis(),
                            TimeUnit.MILLISECONDS);
        }
    }

    private boolean isImport() {
        return path != null && IMPORT.matcher(path).matches();
    }

    private void stopClock() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    private void giveUp(ChannelHandlerContext context) {
        if (givenUp) {
            return;
        }
        String body = path;
        long requestsBefore = body == null ? requestsBegun : requestsBegun - 1;
        deadline = null;
        late = responsesEnded < requestsBefore;
        if (late) {
            return;
        }
        givenUp = true;
        if (body == null || responsesBegun > requestsBefore) {
            context.close();
        } else {
            int query = body.indexOf('?');
            context.writeAndFlush(problems.answer(
                            broken ? HttpStatus.BAD_REQUEST : HttpStatus.REQUEST_TIMEOUT,
                            broken ? "The body is malformed." : "The request did not arrive in time.",
                            query < 0 ? body : body.substring(0, query)))
                    .addListener(ChannelFutureListener.CLOSE);
        }
    }
}
