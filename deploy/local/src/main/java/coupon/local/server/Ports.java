package coupon.local.server;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** TCP ports of 127.0.0.1. */
public final class Ports {
    /**
     * Below the range from which systems take the ports of outgoing connections. A port of that range could be taken by
     * a client while its server is down, and a client that reconnects to it could even meet itself.
     */
    private static final int FREE_FROM = 20_000;

    private static final int FREE_TO = 32_000;
    private static final int ATTEMPTS_MAX = 1_000;
    private static final Duration TAKEN_AFTER = Duration.ofSeconds(1);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(20);

    /**
     * Of each port that was given, the UDP port of the same number: it tells the other JVMs of this machine, whose servers
     * would else want the port before this one's listens on it, and it is free again when this JVM ends.
     */
    private static final Set<DatagramSocket> GIVEN = ConcurrentHashMap.newKeySet();

    private Ports() {}

    /** A port that nobody listens on now, and that was not given before, by this JVM or another one that is running. */
    public static int free() {
        return ThreadLocalRandom.current()
                .ints(ATTEMPTS_MAX, FREE_FROM, FREE_TO)
                .filter(port -> isFree(port) && give(port))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no free port from " + FREE_FROM + " to " + FREE_TO));
    }

    /**
     * Whether somebody has the port, and keeps it for a second. A moment is not enough to tell: a process that is being
     * launched holds its parent's sockets until it runs its program, also those that only tried a port.
     */
    public static boolean isTaken(int port) {
        long since = System.nanoTime();
        while (!isFree(port)) {
            if (System.nanoTime() - since > TAKEN_AFTER.toNanos()) {
                return true;
            }
            LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
        }
        return false;
    }

    private static boolean give(int port) {
        try {
            return GIVEN.add(new DatagramSocket(port, InetAddress.getLoopbackAddress()));
        } catch (SocketException givenBefore) {
            return false;
        }
    }

    private static boolean isFree(int port) {
        return canListen(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                && canListen(new InetSocketAddress(port));
    }

    private static boolean canListen(InetSocketAddress address) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(address);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
