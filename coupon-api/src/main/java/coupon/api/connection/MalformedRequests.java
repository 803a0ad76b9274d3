package coupon.api.connection;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.springframework.http.HttpStatus;

/**
 * Requests that are no HTTP, and those of HTTP/1.0. Netty refuses the former by itself, in the order of the connection's
 * responses, with nothing but the status: the problem is added here. Versions that do not exist it would let pass: they
 * are marked as malformed. HTTP/1.0 knows no chunks: there the end of a stream is the end of the connection.
 */
final class MalformedRequests extends ChannelDuplexHandler {
    private static final int FIRST_ERROR = 400;
    private static final String UNKNOWN_PATH = "/";

    private final ConnectionProblems problems;
    private boolean oldVersion;
    private boolean endsWithConnection;

    MalformedRequests(ConnectionProblems problems) {
        this.problems = problems;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request) {
            oldVersion = request.protocolVersion().equals(HttpVersion.HTTP_1_0);
            if (request.decoderResult().isSuccess() && !isSpoken(request)) {
                request.setDecoderResult(
                        DecoderResult.failure(new IllegalArgumentException("no such version of HTTP")));
            }
        }
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof FullHttpResponse answer && isErrorWithoutWords(answer)) {
            HttpStatus status = HttpStatus.valueOf(answer.status().code());
            ReferenceCountUtil.release(message);
            context.write(problems.answer(status, detail(status), UNKNOWN_PATH), promise);
            return;
        }
        if (oldVersion && message instanceof HttpResponse response && HttpUtil.isTransferEncodingChunked(response)) {
            HttpUtil.setTransferEncodingChunked(response, false);
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            endsWithConnection = true;
        }
        boolean last = endsWithConnection && message instanceof LastHttpContent;
        context.write(message, last ? promise.unvoid().addListener(ChannelFutureListener.CLOSE) : promise);
    }

    private static boolean isSpoken(HttpRequest request) {
        HttpVersion version = request.protocolVersion();
        return version.equals(HttpVersion.HTTP_1_1) || version.equals(HttpVersion.HTTP_1_0);
    }

    private static boolean isErrorWithoutWords(FullHttpResponse answer) {
        return answer.status().code() >= FIRST_ERROR
                && HttpStatus.resolve(answer.status().code()) != null
                && !answer.content().isReadable()
                && !answer.headers().contains(HttpHeaderNames.CONTENT_TYPE);
    }

    private static String detail(HttpStatus status) {
        return switch (status) {
            case URI_TOO_LONG -> "The path or its query is too long.";
            case REQUEST_HEADER_FIELDS_TOO_LARGE -> "The headers are too large.";
            case BAD_REQUEST -> "This is not HTTP 1.0 or 1.1.";
            default -> status.getReasonPhrase() + ".";
        };
    }
}
