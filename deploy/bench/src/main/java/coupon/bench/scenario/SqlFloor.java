package coupon.bench.scenario;

import coupon.bench.report.Report.Floor;
import coupon.bench.report.SpeedFigure;
import coupon.bench.report.Stat;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The floor under a backlog: the rows of issued coupons, inserted batch after batch in one transaction each, without
 * reading anything, deciding anything, or a queue. What the product costs is what is missing to it.
 */
record SqlFloor(Bench bench) {
    private static final int BATCH = 2_000;
    private static final int FIRST_USER = 1_000_000;

    Floor play(int requests, int repeats) {
        perSecond(WarmUpScenario.BACKLOG, true);
        List<Double> perSecond = new ArrayList<>();
        for (int repeat = 0; repeat < repeats; repeat++) {
            perSecond.add(perSecond(requests, true));
        }
        return new Floor(BATCH, requests, perSecond);
    }

    /** N1: what the numbers of the winners leave of the speed without them; with and without by turns, medians. */
    List<SpeedFigure> numbers(int requests, int repeats) {
        List<Double> numbered = new ArrayList<>();
        List<Double> plain = new ArrayList<>();
        for (int repeat = 0; repeat < repeats; repeat++) {
            plain.add(perSecond(requests, false));
            numbered.add(perSecond(requests, true));
        }
        String what = "SQL of winners, with their numbers / without";
        return List.of(SpeedFigure.ratio("N1", what, Stat.median(numbered), Stat.median(plain), 0.95));
    }

    /** @param numbered whether each winner gets a number, as the product's do */
    private double perSecond(int requests, boolean numbered) {
        long couponId = bench.coupons(1, requests).get(0).couponId();
        try (Connection connection = bench.database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            long since = System.nanoTime();
            for (int from = 0; from < requests; from += BATCH) {
                int size = Math.min(BATCH, requests - from);
                String counter = numbered ? ", last_number = last_number + " + size : "";
                statement.execute(
                        "UPDATE coupon SET stock = stock - " + size + counter + " WHERE coupon_id = " + couponId);
                statement.execute(holdings(couponId, from, size, numbered));
                statement.execute(requests(couponId, from, size, numbered));
                connection.commit();
            }
            return requests / ((System.nanoTime() - since) / 1e9);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } finally {
            bench.emptyTables();
        }
    }

    private static String holdings(long couponId, int from, int size, boolean numbered) {
        return "INSERT INTO user_coupon (coupon_id, user_id" + (numbered ? ", number" : "") + ") VALUES "
                + rows(
                        from,
                        size,
                        i -> "(" + couponId + "," + (FIRST_USER + i) + (numbered ? "," + (i + 1) : "") + ")");
    }

    private static String requests(long couponId, int from, int size, boolean numbered) {
        return "INSERT INTO coupon_issue_request (event_id, coupon_id, user_id, outcome, requested_at, decided_at,"
                + " source_partition, source_offset" + (numbered ? ", number" : "") + ") VALUES "
                + rows(
                        from,
                        size,
                        i -> "(x'%016x%016x',%d,%d,'SUCCESS','2026-01-01','2026-01-01',0,%d%s)"
                                .formatted(couponId, i, couponId, FIRST_USER + i, i, numbered ? "," + (i + 1) : ""));
    }

    private static String rows(int from, int size, IntFunction<String> row) {
        return IntStream.range(from, from + size).mapToObj(row).collect(Collectors.joining(","));
    }
}
