package coupon.bench.report;

import static java.util.stream.Collectors.joining;

import coupon.bench.plan.Mode;
import coupon.bench.stat.LatencySummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** The figures of a report as tables. */
final class ReportTables {
    private static final int REQUESTS_FOR_P999 = 1_000;

    private final Report report;

    ReportTables(Report report) {
        this.report = report;
    }

    /** When, how long, and on how large a machine. */
    String when() {
        return String.format(
                Locale.ROOT,
                "%s UTC, %d min %d s, %d core(s)",
                report.startedAt().toString().substring(0, 16).replace('T', ' '),
                report.tookSeconds() / 60,
                report.tookSeconds() % 60,
                report.machine().cores());
    }

    Table original() {
        List<String> head = new ArrayList<>(List.of("", "original: Redis", "original: Kafka"));
        report.modes().forEach(mode -> head.add(mode.title()));
        return new Table(
                head,
                new OriginalTable(report)
                        .rows().stream()
                                .map(row -> Stream.concat(
                                                Stream.of(row.item(), row.saidOfRedis(), row.saidOfKafka()),
                                                row.measured().stream())
                                        .toList())
                                .toList());
    }

    Table backlog() {
        List<List<String>> rows = new ArrayList<>();
        for (DrainRun run : report.drains()) {
            rows.add(List.of(
                    run.mode().queueTitle(),
                    "" + run.workers(),
                    "" + run.coupons(),
                    run.databaseAwayMillis() == 0 ? "as it is" : "+ " + run.databaseAwayMillis() + " ms each way",
                    Figures.perSecond(run.medianPerSecond()),
                    run.databaseAwayMillis() == 0 ? ofTheFloor(run.medianPerSecond()) : "",
                    each(run.perSecond())));
        }
        Floor floor = report.floor();
        rows.add(List.of(
                "no queue: the floor",
                "",
                "1",
                "as it is",
                Figures.perSecond(floor.medianPerSecond()),
                ofTheFloor(floor.medianPerSecond()),
                each(floor.perSecond())));
        return new Table(
                List.of(
                        "",
                        "workers",
                        "coupons",
                        "way to the database",
                        "issued per second",
                        "÷ floor",
                        "each repetition"),
                rows);
    }

    private String ofTheFloor(OptionalDouble perSecond) {
        OptionalDouble floor = report.floor().medianPerSecond();
        return floor.isEmpty() || perSecond.isEmpty()
                ? Figures.NONE
                : share(perSecond.getAsDouble() / floor.getAsDouble());
    }

    private static String share(double ratio) {
        return ratio < 0.005 ? "below 0.01" : String.format(Locale.ROOT, "%.2f", ratio);
    }

    private static String each(List<Double> perSecond) {
        return perSecond.stream()
                .map(figure -> String.format(Locale.ROOT, figure < 10 ? "%.1f" : "%,.0f", figure))
                .collect(joining("; "));
    }

    Table capacity() {
        int rates = report.pace().capacityRates().size();
        List<List<String>> rows = new ArrayList<>();
        for (Capacity capacity : report.capacities()) {
            rows.add(List.of(
                    capacity.mode().title(),
                    rate(capacity, capacity.answersPerSecond()) + (capacity.isOpenEnded(rates) ? " or more" : ""),
                    rate(capacity, capacity.issuesPerSecond()),
                    capacity.steps().stream()
                            .map(step -> String.format(Locale.ROOT, "%,.0f", step.ratePerSecond()))
                            .collect(joining("; "))));
        }
        return new Table(List.of("", "accepted, p99 ≤ 100 ms", "issued, p99 ≤ 100 ms", "rates tried"), rows);
    }

    private static String rate(Capacity capacity, OptionalDouble perSecond) {
        OpenLoopRun first = capacity.steps().get(0);
        return perSecond.isEmpty() && first.verdict().held()
                ? "below " + Figures.perSecond(OptionalDouble.of(first.ratePerSecond()))
                : Figures.perSecond(perSecond);
    }

    Table latency() {
        List<List<String>> rows = new ArrayList<>();
        for (OpenLoopRun run : report.openLoops()) {
            rows.add(latency(run, "accepted", run.answer(), "" + run.errors()));
            String late = run.notInTime() == 0 ? "" : "; " + run.notInTime() + " not in time";
            rows.add(latency(run, "issued", run.issued(), run.errors() + late));
        }
        return new Table(
                List.of(
                        "",
                        "rate",
                        "until",
                        "requests",
                        "p50",
                        "p90",
                        "p99",
                        "p99.9",
                        "longest",
                        "sent late, p99",
                        "errors"),
                rows);
    }

    private static List<String> latency(OpenLoopRun run, String until, LatencySummary summary, String errors) {
        String rate = String.format(Locale.ROOT, "%,.0f/s", run.ratePerSecond());
        boolean none = summary.isEmpty();
        return List.of(
                run.mode().title(),
                rate,
                until,
                number(summary.count()),
                none ? Figures.NONE : Figures.millis(summary.p50()),
                none ? Figures.NONE : Figures.millis(summary.p90()),
                none ? Figures.NONE : Figures.millis(summary.p99()),
                summary.count() < REQUESTS_FOR_P999 ? "too few" : Figures.millis(summary.p999()),
                none ? Figures.NONE : Figures.millis(summary.max()),
                Figures.millis(run.sendDelayP99Millis()),
                errors);
    }

    Table kills() {
        return new Table(
                List.of("", "rate", "nothing issued for", "accepted", "lost", "twice"),
                report.kills().stream()
                        .map(run -> List.of(
                                run.mode().title(),
                                String.format(Locale.ROOT, "%,.0f/s", run.ratePerSecond()),
                                Figures.seconds(run.standstillSeconds()),
                                number(run.verdict().accepted()),
                                number(run.verdict().lost()),
                                number(run.verdict().duplicates())))
                        .toList());
    }

    Table guarantees() {
        return new Table(
                List.of("", "runs", "requests", "accepted", "decided", "lost", "twice", "overtakings", "runs broken"),
                report.modes().stream().map(this::guarantees).toList());
    }

    private List<String> guarantees(Mode mode) {
        List<Verdict> verdicts = report.verdicts(mode).toList();
        return List.of(
                mode.title(),
                "" + verdicts.size(),
                sum(verdicts, Verdict::requests),
                sum(verdicts, Verdict::accepted),
                sum(verdicts, Verdict::decided),
                sum(verdicts, Verdict::lost),
                sum(verdicts, Verdict::duplicates),
                sum(verdicts, Verdict::overtakings),
                number(verdicts.stream().filter(verdict -> !verdict.held()).count()));
    }

    Table machine() {
        Machine machine = report.machine();
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("system", machine.system()));
        rows.add(List.of("processor", machine.processor() + ", " + machine.cores() + " core(s)"));
        rows.add(List.of("memory", number(machine.memoryMebibytes()) + " MiB"));
        machine.versions().forEach((name, version) -> rows.add(List.of(name, version)));
        return new Table(List.of("", ""), rows);
    }

    Table settings() {
        List<List<String>> rows = new ArrayList<>();
        report.settings()
                .forEach((mode, settings) -> rows.add(List.of(
                        mode.title(),
                        settings.entrySet().stream()
                                .sorted(Map.Entry.comparingByKey())
                                .map(setting -> setting.getKey() + " = " + setting.getValue())
                                .collect(joining(", ")))));
        return new Table(List.of("", ""), rows);
    }

    private static String sum(List<Verdict> verdicts, ToIntFunction<Verdict> what) {
        return number(verdicts.stream().mapToInt(what).sum());
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
