package coupon.verification.testkit.load;

import coupon.verification.testkit.load.Connection.Response;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Carries out a plan on one thread, which costs little enough to share the machine with what it measures. */
final class LoadGenerator {
    private static final long ANSWER_MAX_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long NAP_MAX_NANOS = TimeUnit.MICROSECONDS.toNanos(200);
    private static final long SELECT_MAX_MILLIS = 100;

    private final LoadPlan plan;
    private final InetSocketAddress server;
    private final @Nullable Sample[] samples;
    private final Deque<Connection> idle = new ArrayDeque<>();
    private final List<Connection> all = new ArrayList<>();
    private final Selector selector = Selector.open();
    private final long startNanos = System.nanoTime();
    private int next;
    private int answered;

    LoadGenerator(LoadPlan plan) throws IOException {
        this.plan = plan;
        this.server = new InetSocketAddress(plan.api().getHost(), plan.api().getPort());
        this.samples = new Sample[plan.requests()];
    }

    /** Returns a sample for each request that was sent, in their order, when all are answered or given up. */
    List<Sample> run() throws IOException {
        try {
            while (answered < next || mayFollow()) {
                sendWhatIsDue();
                await();
                selector.selectedKeys().forEach(this::receive);
                selector.selectedKeys().clear();
                giveUpSilent();
            }
        } finally {
            all.forEach(Connection::close);
            selector.close();
        }
        return List.of(Arrays.copyOf(samples, next));
    }

    /** Whether there is something to send, now or later. */
    private boolean mayFollow() {
        return next < samples.length
                && (plan.isOpen() || System.nanoTime() - startNanos < TimeUnit.SECONDS.toNanos(plan.seconds()));
    }

    private void sendWhatIsDue() {
        while (mayFollow() && dueNanos(next) <= System.nanoTime() && hasConnection()) {
            send(next++);
        }
    }

    private void send(int number) {
        Connection connection = idle.poll();
        try {
            connection = connection == null ? open() : connection;
            connection.send(number, plan.requestOf(number));
        } catch (IOException failed) {
            if (connection == null) {
                record(number, System.nanoTime(), null);
            } else {
                drop(connection);
            }
        }
    }

    private boolean hasConnection() {
        return !idle.isEmpty() || all.size() < plan.connections();
    }

    private Connection open() throws IOException {
        Connection connection = new Connection(server, selector);
        all.add(connection);
        return connection;
    }

    /** Requests of a closed loop are due when they can be sent. */
    private long dueNanos(int number) {
        return plan.isOpen() ? startNanos + Math.round(number * 1e9 / plan.ratePerSecond()) : startNanos;
    }

    private void await() throws IOException {
        long wait = plan.isOpen() && mayFollow() && hasConnection()
                ? dueNanos(next) - System.nanoTime()
                : TimeUnit.MILLISECONDS.toNanos(SELECT_MAX_MILLIS);
        long millis = Math.min(SELECT_MAX_MILLIS, TimeUnit.NANOSECONDS.toMillis(wait));
        if (millis > 0) {
            selector.select(millis);
        } else if (selector.selectNow() == 0 && wait > 0) {
            LockSupport.parkNanos(Math.min(wait, NAP_MAX_NANOS)); // selects only know milliseconds
        }
    }

    private void receive(SelectionKey key) {
        Connection connection = (Connection) key.attachment();
        int number = connection.number();
        try {
            Response response = connection.receive();
            if (response != null) {
                record(number, connection.sentNanos, response);
                idle.push(connection);
            }
        } catch (IOException closed) {
            drop(connection);
        }
    }

    private void drop(Connection connection) {
        if (connection.isBusy()) {
            record(connection.number(), connection.sentNanos, null);
        }
        connection.close();
        all.remove(connection);
        idle.remove(connection);
    }

    private void giveUpSilent() {
        if (mayFollow()) {
            return; // nobody waits for the end yet
        }
        long longAgo = System.nanoTime() - ANSWER_MAX_NANOS;
        List.copyOf(all).stream()
                .filter(connection -> connection.isBusy() && connection.sentNanos - longAgo < 0)
                .forEach(this::drop);
    }

    private void record(int number, long sentNanos, @Nullable Response response) {
        String requestId = response == null ? null : response.field("requestId");
        samples[number] = new Sample(
                plan.couponOf(number),
                plan.userOf(number),
                plan.waits(number),
                plan.isOpen() ? dueNanos(number) : sentNanos,
                sentNanos,
                System.nanoTime(),
                response == null ? 0 : response.status(),
                response != null && response.preferenceApplied(),
                requestId == null ? null : UUID.fromString(requestId),
                response == null ? null : response.field("outcome"));
        answered++;
    }
}
