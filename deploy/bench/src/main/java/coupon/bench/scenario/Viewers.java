package coupon.bench.scenario;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Streams of the operations page that are read and counted by one thread, which does as little as it can: what a page
 * does with its samples costs the viewer's machine, and not the one that is measured.
 */
final class Viewers implements AutoCloseable {
    private static final int BUFFER_BYTES = 256 * 1024;

    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong samples = new AtomicLong();
    private final Selector selector;
    private final Thread reader = new Thread(this::read, "viewers");

    Viewers(URI stream, int count) {
        try {
            selector = Selector.open();
            String request = "GET " + stream.getPath() + " HTTP/1.1\r\nHost: " + stream.getAuthority()
                    + "\r\nAccept: text/event-stream\r\nAuthorization: " + Operator.LOGIN + "\r\n\r\n";
            for (int i = 0; i < count; i++) {
                SocketChannel viewer = SocketChannel.open(new InetSocketAddress(stream.getHost(), stream.getPort()));
                viewer.write(ByteBuffer.wrap(request.getBytes(US_ASCII)));
                viewer.configureBlocking(false);
                viewer.register(selector, SelectionKey.OP_READ);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        reader.setDaemon(true);
        reader.start();
    }

    /** Those that have what a viewer gets first. */
    int open() {
        return open.get();
    }

    /** How many came in all, of all viewers. */
    long samples() {
        return samples.get();
    }

    @Override
    public void close() {
        try {
            for (SelectionKey viewer : selector.keys()) {
                viewer.channel().close();
            }
            selector.close();
            reader.join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        while (selector.isOpen()) {
            try {
                selector.select(ready -> count(ready, buffer));
            } catch (IOException | RuntimeException closed) {
                return; // a stream that ended is missed in the count
            }
        }
    }

    /** An event begins with its name, in a buffer of its own or behind another event. */
    private void count(SelectionKey ready, ByteBuffer buffer) {
        try {
            buffer.clear();
            if (((SocketChannel) ready.channel()).read(buffer) < 0) {
                ready.cancel();
            }
        } catch (IOException broken) {
            ready.cancel();
        }
        String text = new String(buffer.array(), 0, buffer.position(), ISO_8859_1);
        open.addAndGet(occurrences(text, "event:snapshot\n"));
        samples.addAndGet(occurrences(text, "event:sample\n"));
    }

    private static int occurrences(String text, String event) {
        int count = 0;
        for (int at = text.indexOf(event); at >= 0; at = text.indexOf(event, at + event.length())) {
            count++;
        }
        return count;
    }
}
