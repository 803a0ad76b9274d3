package coupon.core.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A network between a client and a server on this machine that can be made bad: slow, silent, cut, or deaf for one
 * answer. New faults hold for present and future connections.
 */
public final class FaultProxy implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int SILENCE_MILLIS = 1_000;

    private final ServerSocket listener;
    private final int targetPort;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable String> answerToLose = new AtomicReference<>();
    private final Object change = new Object();
    private volatile Duration delay = Duration.ZERO;
    private volatile boolean stalled;
    private volatile boolean cut;

    private FaultProxy(int targetPort) {
        this.targetPort = targetPort;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        daemon("fault-proxy-accept", this::accept);
    }

    /** A proxy before a port of this machine, passing everything for now. */
    public static FaultProxy before(int targetPort) {
        return new FaultProxy(targetPort);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Ends every fault; connections that were cut stay cut. */
    public void heal() {
        synchronized (change) {
            delay = Duration.ZERO;
            stalled = false;
            cut = false;
            change.notifyAll();
        }
    }

    /** Each chunk, in each direction, takes this much longer. */
    public void delay(Duration perChunk) {
        delay = perChunk;
    }

    /** Connections stay open and nothing arrives until {@link #heal()}. */
    public void stall() {
        stalled = true;
    }

    /** Resets every connection, and every new one, until {@link #heal()}. */
    public void cut() {
        cut = true;
        links.forEach(Link::close);
    }

    /**
     * Once: the next request that contains this text reaches the server and is carried out, its answer is lost and its
     * connection is cut.
     */
    public void loseAnswerTo(String text) {
        answerToLose.set(text);
    }

    /** Whether an answer that was to be lost still is. */
    public boolean isWaitingToLose() {
        return answerToLose.get() != null;
    }

    @Override
    public void close() {
        heal();
        try {
            listener.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        links.forEach(Link::close);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                if (cut) {
                    reset(client);
                } else {
                    link(client);
                }
            } catch (IOException refusedOrClosed) {
                // The client sees a closed connection, or there is no listener any more.
                continue;
            }
        }
    }

    private void link(Socket client) throws IOException {
        try {
            new Link(client, new Socket(InetAddress.getLoopbackAddress(), targetPort)).open();
        } catch (IOException noServer) {
            reset(client);
            throw noServer;
        }
    }

    private void waitWhileBad() throws InterruptedException {
        synchronized (change) {
            while (stalled) {
                change.wait();
            }
            if (!delay.isZero()) {
                change.wait(delay.toMillis());
            }
        }
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException alreadyClosed) {
            return;
        }
    }

    /** One connection of a client, and its counterpart to the server. */
    private final class Link {
        private final Socket client;
        private final Socket server;
        private volatile boolean losing;

        Link(Socket client, Socket server) throws IOException {
            this.client = client;
            this.server = server;
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
        }

        void open() {
            links.add(this);
            daemon("fault-proxy-requests", () -> pump(client, server, true));
            daemon("fault-proxy-answers", () -> pump(server, client, false));
            if (cut) {
                close(); // it was not there yet when all were closed
            }
        }

        private void pump(Socket from, Socket to, boolean requests) {
            byte[] buffer = new byte[BUFFER_BYTES];
            try (InputStream in = from.getInputStream();
                    OutputStream out = to.getOutputStream()) {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    waitWhileBad();
                    if (requests) {
                        losing |= isAnswerToLose(buffer, read);
                    } else if (losing) {
                        awaitSilence(from);
                        return; // the server has answered: what it did is done, and nobody hears of it
                    }
                    out.write(buffer, 0, read);
                    out.flush();
                }
            } catch (IOException cutByOneSide) {
                return;
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            } finally {
                close();
            }
        }

        /** The answers to several statements of one request come one by one; a server that is cut off between them stops. */
        private static void awaitSilence(Socket server) throws IOException {
            server.setSoTimeout(SILENCE_MILLIS);
            try {
                server.getInputStream().transferTo(OutputStream.nullOutputStream());
            } catch (SocketTimeoutException silent) {
                return;
            }
        }

        private boolean isAnswerToLose(byte[] buffer, int length) {
            String wanted = answerToLose.get();
            return wanted != null
                    && new String(Arrays.copyOf(buffer, length), StandardCharsets.ISO_8859_1).contains(wanted)
                    && answerToLose.compareAndSet(wanted, null);
        }

        void close() {
            links.remove(this);
            reset(client);
            reset(server);
        }
    }
}
