package coupon.bench.scenario;

import coupon.bench.report.Report.ProgressPoint;
import coupon.core.domain.Coupon;
import coupon.core.testing.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Watches how many coupons are issued: in the stock, which changes in the transaction that issues them, so nothing is
 * seen before it is committed. The same for every queue.
 */
final class IssuedWatch implements AutoCloseable {
    private static final int INTERVAL_MILLIS = 5;

    private final long startNanos = System.nanoTime();
    private final Map<Long, Deque<ProgressPoint>> ofEach = new HashMap<>();
    private final Deque<ProgressPoint> all = new ConcurrentLinkedDeque<>();
    private final Connection connection;
    private final PreparedStatement issued;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();

    IssuedWatch(TestDatabase database, List<Coupon> coupons) {
        String ids = Bench.ids(coupons).stream().map(String::valueOf).collect(Collectors.joining(","));
        Bench.ids(coupons).forEach(id -> ofEach.put(id, new ConcurrentLinkedDeque<>()));
        try {
            connection = database.connect();
            issued = connection.prepareStatement(
                    "SELECT coupon_id, total_quantity - stock FROM coupon WHERE coupon_id IN (" + ids + ")");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        look();
        watch.scheduleWithFixedDelay(this::look, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** A moment of {@link System#nanoTime()} on the clock of the points. */
    double seconds(long nanos) {
        return (nanos - startNanos) / 1e9;
    }

    /** Over all coupons. */
    long issued() {
        return all.getLast().issued();
    }

    /** How the number of one coupon rose. */
    List<ProgressPoint> of(Coupon coupon) {
        return List.copyOf(Objects.requireNonNull(ofEach.get(coupon.couponId())));
    }

    /** How the sum over all coupons rose. */
    List<ProgressPoint> all() {
        return List.copyOf(all);
    }

    @Override
    public void close() {
        watch.shutdown();
        try {
            watch.awaitTermination(1, TimeUnit.MINUTES);
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException gone) {
            // as wanted
        }
    }

    /** An exception ends the watch: the caller that waits for progress asks the database too, and reports it better. */
    private void look() {
        long sum = 0;
        try (ResultSet rows = issued.executeQuery()) {
            double now = seconds(System.nanoTime());
            while (rows.next()) {
                see(Objects.requireNonNull(ofEach.get(rows.getLong(1))), new ProgressPoint(now, rows.getLong(2)));
                sum += rows.getLong(2);
            }
            see(all, new ProgressPoint(now, sum));
        } catch (SQLException gone) {
            throw new IllegalStateException(gone);
        }
    }

    private static void see(Deque<ProgressPoint> points, ProgressPoint now) {
        if (points.isEmpty() || points.getLast().issued() != now.issued()) {
            points.add(now);
        }
    }
}
