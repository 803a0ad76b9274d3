package coupon.bench.scenario;

import coupon.bench.stat.ProgressPoint;
import coupon.core.testing.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;

/**
 * Watches how many coupons are issued: in the stock, which changes in the transaction that issues them, so nothing is
 * seen before it is committed. The same for every queue.
 */
final class IssuedWatch implements AutoCloseable {
    private static final int INTERVAL_MILLIS = 5;

    private final ConcurrentMap<Long, List<ProgressPoint>> points = new ConcurrentHashMap<>();
    private final long startNanos = System.nanoTime();
    private final Connection connection;
    private final PreparedStatement issued;
    private final Thread thread;
    private volatile boolean over;

    private IssuedWatch(TestDatabase database, Collection<Long> couponIds) throws SQLException {
        this.connection = database.connect();
        this.issued =
                connection.prepareStatement("SELECT coupon_id, total_quantity - stock FROM coupon WHERE coupon_id IN ("
                        + couponIds.stream().map(String::valueOf).collect(Collectors.joining(",")) + ")");
        couponIds.forEach(id -> points.put(id, new ArrayList<>()));
        look();
        this.thread = new Thread(this::watch, "issued-watch");
        thread.setDaemon(true);
        thread.start();
    }

    static IssuedWatch of(TestDatabase database, Collection<Long> couponIds) {
        try {
            return new IssuedWatch(database, couponIds);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    double seconds() {
        return (System.nanoTime() - startNanos) / 1e9;
    }

    /** Over all coupons. */
    long issued() {
        return points.values().stream().mapToLong(IssuedWatch::last).sum();
    }

    /** How the number of one coupon rose. */
    List<ProgressPoint> of(long couponId) {
        List<ProgressPoint> own = points.getOrDefault(couponId, List.of());
        synchronized (own) {
            return List.copyOf(own);
        }
    }

    /** How the sum over all coupons rose. */
    List<ProgressPoint> all() {
        Map<Long, Long> latest = new TreeMap<>();
        record Step(double seconds, long couponId, long issued) {}
        List<ProgressPoint> sums = new ArrayList<>();
        points.keySet().stream()
                .flatMap(id -> of(id).stream().map(point -> new Step(point.seconds(), id, point.issued())))
                .sorted(Comparator.comparingDouble(Step::seconds))
                .forEach(step -> {
                    latest.put(step.couponId, step.issued);
                    sums.add(new ProgressPoint(
                            step.seconds,
                            latest.values().stream().mapToLong(Long::longValue).sum()));
                });
        return sums;
    }

    @Override
    public void close() {
        over = true;
        thread.interrupt();
        try {
            thread.join();
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException gone) {
            over = true;
        }
    }

    private void watch() {
        try {
            while (!over) {
                look();
                Thread.sleep(INTERVAL_MILLIS);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } catch (SQLException gone) {
            // The caller that waits for progress asks the database too, and reports it better.
            over = true;
        }
    }

    private void look() throws SQLException {
        try (ResultSet rows = issued.executeQuery()) {
            double now = seconds();
            while (rows.next()) {
                add(rows.getLong(1), new ProgressPoint(now, rows.getLong(2)));
            }
        }
    }

    /** Only what is new; the last look is always kept, so that the end of a standstill is known. */
    private void add(long couponId, ProgressPoint point) {
        List<ProgressPoint> own = points.get(couponId);
        if (own == null) {
            return;
        }
        synchronized (own) {
            if (own.isEmpty() || own.get(own.size() - 1).issued() != point.issued()) {
                own.add(point);
            }
        }
    }

    private static long last(List<ProgressPoint> own) {
        synchronized (own) {
            return own.isEmpty() ? 0 : own.get(own.size() - 1).issued();
        }
    }
}
