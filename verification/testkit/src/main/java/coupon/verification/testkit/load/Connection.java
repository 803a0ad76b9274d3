package coupon.verification.testkit.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One connection of HTTP/1.1 with one request under way at most. Understands what the API answers, and no more. */
final class Connection {
    private static final int IDLE = -1;

    private final SocketChannel channel;
    private ByteBuffer received = ByteBuffer.allocate(4_096);
    private int number = IDLE;
    long sentNanos;

    Connection(InetSocketAddress server, Selector selector) throws IOException {
        channel = SocketChannel.open(server);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, this);
    }

    boolean isBusy() {
        return number != IDLE;
    }

    int number() {
        return number;
    }

    void send(int request, String text) throws IOException {
        number = request;
        sentNanos = System.nanoTime();
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) { // a few hundred bytes into an empty buffer of the system
            channel.write(bytes);
        }
    }

    /** What has arrived by now; null unless that is a whole response. The connection is idle after it. */
    @Nullable
    Response receive() throws IOException {
        int read = channel.read(received);
        if (read < 0) {
            throw new EOFException("closed by the server");
        }
        if (!received.hasRemaining()) {
            received = ByteBuffer.wrap(Arrays.copyOf(received.array(), 2 * received.capacity()))
                    .position(received.position());
        }
        Response response =
                Response.parse(new String(received.array(), 0, received.position(), StandardCharsets.ISO_8859_1));
        if (response != null) {
            received.clear();
            number = IDLE;
        }
        return response;
    }

    void close() {
        try {
            channel.close();
        } catch (IOException gone) {
            // as wanted
        }
    }

    /** What a sample needs of a response. */
    record Response(int status, boolean preferenceApplied, String body) {
        private static final String LENGTH = "\r\ncontent-length:";

        /** Null while the text is not a whole response. */
        static @Nullable Response parse(String text) {
            int end = text.indexOf("\r\n\r\n");
            if (end < 0) {
                return null;
            }
            String head = text.substring(0, end + 2).toLowerCase(Locale.ROOT);
            String body = text.substring(end + 4);
            boolean whole = head.contains("\r\ntransfer-encoding: chunked")
                    ? body.endsWith("0\r\n\r\n")
                    : body.length() >= contentLength(head);
            int status = Integer.parseInt(head.substring(9, 12));
            return whole ? new Response(status, head.contains("\r\npreference-applied:"), body) : null;
        }

        /** The text of a field of a flat JSON object; a parser would cost the load more than the request does. */
        @Nullable
        String field(String name) {
            String start = "\"" + name + "\":\"";
            int at = body.indexOf(start);
            return at < 0 ? null : body.substring(at + start.length(), body.indexOf('"', at + start.length()));
        }

        private static int contentLength(String head) {
            int at = head.indexOf(LENGTH);
            return at < 0
                    ? 0
                    : Integer.parseInt(head.substring(at + LENGTH.length(), head.indexOf("\r\n", at + 2))
                            .trim());
        }
    }
}
