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
}
