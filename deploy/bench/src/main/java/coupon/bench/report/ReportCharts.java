package coupon.bench.report;

import coupon.bench.chart.BarChart;
import coupon.bench.chart.LineChart;
import coupon.bench.chart.LinearScale;
import coupon.bench.chart.LogScale;
import coupon.bench.chart.PercentileScale;
import coupon.bench.chart.Point;
import coupon.bench.chart.Series;
import coupon.bench.plan.Mode;
import coupon.bench.plan.Pace;
import coupon.bench.stat.LatencySummary;
import coupon.bench.stat.ProgressPoint;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/** The charts of a report, by the name of their file. A chart that would have nothing to show is left out. */
public final class ReportCharts {
    private static final double LONGEST_CURVE_PERCENTILE = 99.95;

    private final Report report;

    public ReportCharts(Report report) {
        this.report = report;
    }

    /** Each in a file of its own; charts of an earlier report are removed. */
    public static void write(Map<String, String> charts, Path directory) throws IOException {
        Files.createDirectories(directory);
        try (DirectoryStream<Path> old = Files.newDirectoryStream(directory, "*.svg")) {
            for (Path file : old) {
                Files.delete(file);
            }
        }
        for (Map.Entry<String, String> chart : charts.entrySet()) {
            Files.writeString(directory.resolve(chart.getKey() + ".svg"), chart.getValue());
        }
    }

    public Map<String, String> all() {
        Map<String, String> charts = new LinkedHashMap<>();
        drain(charts);
        for (double rate : report.openLoops().stream()
                .mapToDouble(OpenLoopRun::ratePerSecond)
                .distinct()
                .toArray()) {
            curves(charts, "issued", "From request to coupon", rate, OpenLoopRun::issued);
            curves(charts, "answer", "Until the request is accepted", rate, OpenLoopRun::answer);
        }
        capacity(charts, "issued", "From request to coupon", OpenLoopRun::issued);
        capacity(charts, "answer", "Until the request is accepted", OpenLoopRun::answer);
        scaling(charts, 0);
        scaling(charts, Pace.DATABASE_AWAY.toMillis());
        kill(charts);
        return charts;
    }

    private void drain(Map<String, String> charts) {
        List<DrainRun> runs = report.drains().stream()
                .filter(run -> run.databaseAwayMillis() == 0
                        && run.workers() == run.mode().workers())
                .filter(run -> run.medianPerSecond().isPresent())
                .toList();
        if (runs.isEmpty()) {
            return;
        }
        List<Integer> coupons = List.of(1, 3);
        List<Series> series = new ArrayList<>();
        for (Mode mode : report.modes()) {
            List<Point> points = runs.stream()
                    .filter(run -> run.mode() == mode)
                    .map(run -> new Point(
                            coupons.indexOf(run.coupons()),
                            run.medianPerSecond().orElseThrow()))
                    .toList();
            series.add(new Series(mode.title(), mode.ordinal(), points));
        }
        charts.put(
                "drain",
                new BarChart(
                                "Working off a backlog",
                                List.of("one hot coupon", "three coupons"),
                                series,
                                "coupons issued per second (logarithmic)",
                                new LogScale(0.5, highest(series, 1_000)))
                        .toSvg());
    }

    private void curves(
            Map<String, String> charts,
            String name,
            String title,
            double rate,
            Function<OpenLoopRun, LatencySummary> which) {
        List<Series> series = report.openLoops().stream()
                .filter(run -> run.ratePerSecond() == rate && !which.apply(run).isEmpty())
                .map(run -> new Series(
                        run.mode().title(),
                        run.mode().ordinal(),
                        which.apply(run).curve().stream()
                                .filter(point -> point.percentile() <= LONGEST_CURVE_PERCENTILE)
                                .map(point -> new Point(point.percentile(), point.millis()))
                                .toList()))
                .toList();
        if (series.isEmpty()) {
            return;
        }
        String at = String.format(Locale.ROOT, "%,.0f", rate);
        charts.put(
                "latency-" + name + "-" + Math.round(rate),
                new LineChart(
                                title + ", at " + at + " requests per second",
                                "percentile of the requests",
                                new PercentileScale(),
                                "milliseconds (logarithmic)",
                                new LogScale(lowest(series), highest(series, 10)),
                                series,
                                false,
                                null,
                                "")
                        .toSvg());
    }

    private void capacity(
            Map<String, String> charts, String name, String title, Function<OpenLoopRun, LatencySummary> which) {
        List<Series> series = report.capacities().stream()
                .map(capacity -> new Series(
                        capacity.mode().title(),
                        capacity.mode().ordinal(),
                        capacity.steps().stream()
                                .filter(step -> !which.apply(step).isEmpty())
                                .map(step -> new Point(
                                        step.ratePerSecond(), which.apply(step).p99()))
                                .toList()))
                .filter(one -> !one.points().isEmpty())
                .toList();
        if (series.isEmpty()) {
            return;
        }
        charts.put(
                "capacity-" + name,
                new LineChart(
                                title + ": 99 of 100, at rising rates",
                                "requests per second",
                                new LinearScale(xs(series).max().orElse(1)),
                                "99th percentile, milliseconds (logarithmic)",
                                new LogScale(Math.min(10, lowest(series)), highest(series, 200)),
                                series,
                                true,
                                Capacity.P99_MAX_MILLIS,
                                "limit: 100 ms")
                        .toSvg());
    }

    private void scaling(Map<String, String> charts, long databaseAwayMillis) {
        List<Series> series = new ArrayList<>();
        for (int coupons : new int[] {1, 3}) {
            List<Point> points = report.drains().stream()
                    .filter(run -> run.mode() == Mode.KAFKA_1 || run.mode() == Mode.KAFKA_3)
                    .filter(run -> run.coupons() == coupons && run.databaseAwayMillis() == databaseAwayMillis)
                    .filter(run -> run.medianPerSecond().isPresent())
                    .map(run -> new Point(run.workers(), run.medianPerSecond().orElseThrow()))
                    .sorted(Comparator.comparingDouble(Point::x))
                    .toList();
            if (points.size() > 1) {
                series.add(new Series(coupons == 1 ? "one hot coupon" : "three coupons", coupons, points));
            }
        }
        if (series.isEmpty()) {
            return;
        }
        String where = databaseAwayMillis == 0 ? "" : ", the database " + databaseAwayMillis + " ms further away";
        charts.put(
                "scaling" + (databaseAwayMillis == 0 ? "" : "-slow-database"),
                new LineChart(
                                "Kafka: from one worker to three" + where,
                                "workers",
                                new LinearScale(3),
                                "coupons issued per second",
                                new LinearScale(highest(series, 1)),
                                series,
                                true,
                                null,
                                "")
                        .toSvg());
    }

    /** Shown as the share of what had been asked for in the end, so that modes with different rates can be compared. */
    private void kill(Map<String, String> charts) {
        List<Series> series = report.kills().stream()
                .filter(run -> run.standstillSeconds() != null && run.verdict().decided() > 0)
                .map(run -> new Series(run.mode().title(), run.mode().ordinal(), sinceTheKill(run)))
                .filter(one -> !one.points().isEmpty())
                .toList();
        if (series.isEmpty()) {
            return;
        }
        double end = xs(series).max().orElse(1);
        charts.put(
                "kill",
                new LineChart(
                                "A worker is killed while requests for three coupons come",
                                "seconds since the kill",
                                new LinearScale(end),
                                "% of the requests that are issued",
                                new LinearScale(100),
                                series.stream().map(one -> until(end, one)).toList(),
                                false,
                                null,
                                "")
                        .toSvg());
    }

    /** In steps: a number holds until there is the next. */
    private static List<Point> sinceTheKill(KillRun run) {
        List<Point> points = new ArrayList<>();
        double share = 0;
        for (ProgressPoint point : run.progress()) {
            double before = share;
            share = 100.0 * point.issued() / run.verdict().decided();
            double seconds = point.seconds() - run.killSeconds();
            if (seconds >= 0) {
                points.add(new Point(points.isEmpty() ? 0 : seconds, before));
                points.add(new Point(seconds, before));
                points.add(new Point(seconds, share));
            }
        }
        return points;
    }

    /** What is reached stays. */
    private static Series until(double x, Series series) {
        List<Point> points = new ArrayList<>(series.points());
        points.add(new Point(x, points.get(points.size() - 1).y()));
        return new Series(series.name(), series.look(), points);
    }

    private static DoubleStream xs(List<Series> series) {
        return series.stream().flatMap(one -> one.points().stream()).mapToDouble(Point::x);
    }

    private static DoubleStream ys(List<Series> series) {
        return series.stream().flatMap(one -> one.points().stream()).mapToDouble(Point::y);
    }

    private static double lowest(List<Series> series) {
        return Math.max(0.1, ys(series).min().orElse(1));
    }

    private static double highest(List<Series> series, double atLeast) {
        return Math.max(atLeast, ys(series).max().orElse(atLeast));
    }
}
