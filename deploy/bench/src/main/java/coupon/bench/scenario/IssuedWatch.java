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
    private final Deque<Look> changes = new ConcurrentLinkedDeque<>();
    private final Connection connection;
    private final PreparedStatement issued;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();

    IssuedWatch(TestDatabase database, List<Coupon> coupons) {
        try {
            connection = database.connect();
            issued = connection.prepareStatement(
                    "SELECT coupon_id, total_quantity - stock FROM coupon WHERE coupon_id IN ("
                            + Bench.ids(coupons).stream().map(String::valueOf).collect(Collectors.joining(",")) + ")");
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
        return changes.getLast().sum();
    }

    /** How the number of one coupon rose. */
    List<ProgressPoint> of(Coupon coupon) {
        return changes.stream()
                .map(look -> new ProgressPoint(look.seconds, look.issued.getOrDefault(coupon.couponId(), 0L)))
                .toList();
    }

    /** How the sum over all coupons rose. */
    List<ProgressPoint> all() {
        return changes.stream()
                .map(look -> new ProgressPoint(look.seconds, look.sum()))
                .toList();
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
        Map<Long, Long> now = new HashMap<>();
        try (ResultSet rows = issued.executeQuery()) {
            while (rows.next()) {
                now.put(rows.getLong(1), rows.getLong(2));
            }
        } catch (SQLException gone) {
            throw new IllegalStateException(gone);
        }
        if (changes.isEmpty() || !changes.getLast().issued.equals(now)) {
            changes.add(new Look(seconds(System.nanoTime()), now));
        }
    }

    private record Look(double seconds, Map<Long, Long> issued) {
        long sum() {
            return issued.values().stream().mapToLong(Long::longValue).sum();
        }
    }
}
