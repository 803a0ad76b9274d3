package coupon.bench.report;

import coupon.bench.plan.Mode;
import coupon.bench.stat.Median;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/** Each line of the original report's table, what it said, and what was measured here. */
final class OriginalTable {
    /** @param measured one for each mode of the report, in their order */
    record Row(String item, String saidOfRedis, String saidOfKafka, List<String> measured) {}

    private final Report report;

    OriginalTable(Report report) {
        this.report = report;
    }

    List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        rows.add(row(
                "first request after a start, answer",
                "51 ms",
                "583 ms",
                first(run -> Figures.millis(run.firstMillis()))));
        rows.add(row(
                "single request after it, answer (median of 5)",
                "51 ms (single)",
                "26 ms",
                first(run -> run.consecutiveMillis().isEmpty()
                        ? Figures.NONE
                        : Figures.millis(Median.of(run.consecutiveMillis())))));
        rows.add(row(
                "consecutive requests, mean answer",
                "21.5 ms (of 5)",
                "26.2 ms (of 4)",
                first(run -> Figures.meanMillis(run.consecutiveMillis()))));
        rows.add(row(
                "ten at once, all answered",
                "not told",
                "not told",
                first(run -> Figures.millis(run.tenAtOnceMillis()))));
        rows.add(row(
                "ten at once, the last decided",
                "not told",
                "not told",
                first(run -> Figures.millis(run.tenIssuedMillis()))));
        rows.add(row(
                "processing: from request to coupon, one at a time",
                "polled, 1 a second",
                "immediate",
                first(run -> Figures.meanMillis(run.issuedMillis()))));
        rows.add(row("processing: backlog of one coupon", "1/s", "not told", this::drain));
        rows.add(row("horizontal scaling, three coupons, 1 → 3 workers", "impossible", "by consumers", this::scaling));
        rows.add(row(
                "recovery from a killed worker, standstill",
                "single point of failure",
                "replicated partitions",
                this::standstill));
        rows.add(
                row("order: overtakings", "not supported", "per partition", mode -> count(mode, Verdict::overtakings)));
        rows.add(row("messages lost, of those accepted", "at risk", "durable", this::lost));
        rows.add(row("issued or decided twice", "not told", "not told", mode -> count(mode, Verdict::duplicates)));
        return rows;
    }

    private Row row(String item, String redis, String kafka, Function<Mode, String> measured) {
        return new Row(item, redis, kafka, report.modes().stream().map(measured).toList());
    }

    private Function<Mode, String> first(Function<FirstRequests, String> figure) {
        return mode -> report.firstRequests().stream()
                .filter(run -> run.mode() == mode)
                .findFirst()
                .map(figure)
                .orElse(report.notMeasured(mode));
    }

    private String drain(Mode mode) {
        return drained(mode, 1, mode.workers(), 0)
                .map(run -> Figures.perSecond(run.medianPerSecond()))
                .orElse(report.notMeasured(mode));
    }

    private Optional<DrainRun> drained(Mode mode, int coupons, int workers, long databaseAwayMillis) {
        return report.drains().stream()
                .filter(run -> run.mode() == mode
                        && run.coupons() == coupons
                        && run.workers() == workers
                        && run.databaseAwayMillis() == databaseAwayMillis)
                .findFirst();
    }

    private String scaling(Mode mode) {
        if (mode == Mode.REDIS_SHIPPED || mode == Mode.REDIS_TUNED) {
            return "one line, one reader";
        }
        if (mode == Mode.KAFKA_1) {
            return "1";
        }
        List<String> factors = new ArrayList<>();
        for (long away : report.drains().stream()
                .mapToLong(DrainRun::databaseAwayMillis)
                .distinct()
                .toArray()) {
            Optional<DrainRun> one = drained(Mode.KAFKA_1, 3, 1, away);
            Optional<DrainRun> three = drained(Mode.KAFKA_3, 3, 3, away);
            if (one.isPresent() && three.isPresent()) {
                factors.add(factor(one.get().medianPerSecond(), three.get().medianPerSecond())
                        + (away == 0 ? "" : " with a database " + away + " ms away"));
            }
        }
        return factors.isEmpty() ? report.notMeasured(mode) : String.join("; ", factors);
    }

    private static String factor(OptionalDouble one, OptionalDouble three) {
        return one.isPresent() && three.isPresent()
                ? String.format(Locale.ROOT, "× %.1f", three.getAsDouble() / one.getAsDouble())
                : Figures.NONE;
    }

    private String standstill(Mode mode) {
        return report.kills().stream()
                .filter(run -> run.mode() == mode)
                .findFirst()
                .map(run -> Figures.seconds(run.standstillSeconds()))
                .orElse(report.notMeasured(mode));
    }

    private String lost(Mode mode) {
        int accepted = report.verdicts(mode).mapToInt(Verdict::accepted).sum();
        return String.format(Locale.ROOT, "%s of %,d", count(mode, Verdict::lost), accepted);
    }

    private String count(Mode mode, Function<Verdict, Integer> what) {
        return Integer.toString(report.verdicts(mode).mapToInt(what::apply).sum());
    }
}
