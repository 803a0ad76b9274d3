package coupon.verification.testkit.load;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** Answers as the API would: who waits gets the coupon, everyone else is accepted. */
final class StubApi implements AutoCloseable {
    /** Each answer for it takes some milliseconds. */
    static final long SLOW_COUPON = 1_000;

    final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final HttpServer server;

    static {
        System.setProperty("sun.net.httpserver.maxIdleConnections", "10000"); // it closes what is more
    }

    StubApi() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void answer(HttpExchange call) throws IOException {
        if (call.getRequestURI().getPath().startsWith("/api/coupons/" + SLOW_COUPON + "/")) {
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
        boolean waits = call.getRequestHeaders().containsKey("Prefer");
        asked.add(call.getRequestMethod() + " " + call.getRequestURI() + (waits ? " and waits" : ""));
        if (waits) {
            call.getResponseHeaders().add("Preference-Applied", "wait=5");
        }
        byte[] body = "{\"requestId\":\"%s\",\"state\":\"x\",\"outcome\":%s}"
                .formatted(UUID.randomUUID(), waits ? "\"SUCCESS\"" : "null")
                .getBytes(StandardCharsets.UTF_8);
        call.sendResponseHeaders(waits ? 201 : 202, body.length);
        call.getResponseBody().write(body);
        call.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
