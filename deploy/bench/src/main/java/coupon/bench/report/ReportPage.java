package coupon.bench.report;

import static java.util.stream.Collectors.joining;

import coupon.bench.plan.Mode;
import coupon.bench.stat.LatencySummary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The report as one file that needs no network and no script, and its charts as files of their own. */
public final class ReportPage {
    private static final String TEMPLATE = "report.html";

    private final Report report;

    public ReportPage(Report report) {
        this.report = report;
    }

    /** @param images the directory for the charts; made if missing */
    public void write(Path page, Path images) throws IOException {
        Map<String, String> charts = new ReportCharts(report).all();
        Files.createDirectories(images);
        for (Map.Entry<String, String> chart : charts.entrySet()) {
            Files.writeString(images.resolve(chart.getKey() + ".svg"), chart.getValue());
        }
        Files.writeString(page, html(charts));
    }

    String html(Map<String, String> charts) {
        return template()
                .replace("{{when}}", Html.escaped(when()))
                .replace("{{note}}", report.quick() ? "<p class=\"note\">" + QUICK_NOTE + "</p>" : "")
                .replace("{{original}}", original())
                .replace(
                        "{{charts}}",
                        charts.values().stream()
                                .map(svg -> "<figure>" + svg + "</figure>\n")
                                .collect(joining()))
                .replace("{{capacity}}", capacity())
                .replace("{{latency}}", latency())
                .replace("{{guarantees}}", guarantees())
                .replace("{{broken}}", broken())
                .replace("{{machine}}", machine())
                .replace("{{settings}}", settings());
    }

    private static final String QUICK_NOTE = "This is a quick run: every part of it is too short for its figures to be"
            + " quoted. <code>deploy/bench/compare</code> without <code>--quick</code> takes the time that is needed.";

    private String when() {
        return String.format(
                Locale.ROOT,
                "%s, %d min %d s on %d core(s)",
                report.startedAt().toString().substring(0, 16).replace('T', ' ') + " UTC",
                report.tookSeconds() / 60,
                report.tookSeconds() % 60,
                report.machine().cores());
    }

    private String original() {
        List<String> head = new ArrayList<>(List.of("", "original: Redis", "original: Kafka"));
        report.modes().forEach(mode -> head.add(mode.title()));
        List<List<String>> rows = new OriginalTable(report)
                .rows().stream()
                        .map(row -> Stream.concat(
                                        Stream.of(row.item(), row.saidOfRedis(), row.saidOfKafka()),
                                        row.measured().stream())
                                .toList())
                        .toList();
        return Html.table(head, rows);
    }

    private String capacity() {
        return Html.table(
                List.of("", "accepted, p99 ≤ 100 ms", "issued, p99 ≤ 100 ms", "rates tried"),
                report.capacities().stream()
                        .map(capacity -> List.of(
                                capacity.mode().title(),
                                Figures.perSecond(capacity.answersPerSecond())
                                        + (capacity.isOpenEnded(report.pace()
                                                        .capacityRates()
                                                        .size())
                                                ? " or more"
                                                : ""),
                                Figures.perSecond(capacity.issuesPerSecond()),
                                capacity.steps().stream()
                                        .map(step -> String.format(Locale.ROOT, "%,.0f", step.ratePerSecond()))
                                        .collect(joining(", "))))
                        .toList());
    }

    private String latency() {
        List<List<String>> rows = new ArrayList<>();
        for (OpenLoopRun run : report.openLoops()) {
            String rate = String.format(Locale.ROOT, "%,.0f/s", run.ratePerSecond());
            rows.add(latency(run, rate, "accepted", run.answer(), "" + run.errors()));
            String late = run.notInTime() == 0 ? "" : ", " + run.notInTime() + " not in time";
            rows.add(latency(run, rate, "issued", run.issued(), run.errors() + late));
        }
        return Html.table(
                List.of("", "rate", "until", "requests", "p50", "p90", "p99", "p99.9", "longest", "errors"), rows);
    }

    private static List<String> latency(
            OpenLoopRun run, String rate, String until, LatencySummary summary, String errors) {
        if (summary.isEmpty()) {
            String none = Figures.NONE;
            return List.of(run.mode().title(), rate, until, "0", none, none, none, none, none, errors);
        }
        return List.of(
                run.mode().title(),
                rate,
                until,
                String.format(Locale.ROOT, "%,d", summary.count()),
                Figures.millis(summary.p50()),
                Figures.millis(summary.p90()),
                Figures.millis(summary.p99()),
                summary.count() < 1_000 ? "too few" : Figures.millis(summary.p999()),
                Figures.millis(summary.max()),
                errors);
    }

    private String guarantees() {
        List<List<String>> rows = new ArrayList<>();
        for (Mode mode : report.modes()) {
            List<Verdict> verdicts = report.verdicts(mode).toList();
            rows.add(List.of(
                    mode.title(),
                    "" + verdicts.size(),
                    number(verdicts.stream().mapToInt(Verdict::requests).sum()),
                    number(verdicts.stream().mapToInt(Verdict::accepted).sum()),
                    number(verdicts.stream().mapToInt(Verdict::decided).sum()),
                    number(verdicts.stream().mapToInt(Verdict::lost).sum()),
                    number(verdicts.stream().mapToInt(Verdict::duplicates).sum()),
                    number(verdicts.stream().mapToInt(Verdict::overtakings).sum()),
                    number((int)
                            verdicts.stream().filter(verdict -> !verdict.held()).count())));
        }
        return Html.table(
                List.of("", "runs", "requests", "accepted", "decided", "lost", "twice", "overtakings", "runs broken"),
                rows);
    }

    private String broken() {
        List<String> said = report.modes().stream()
                .flatMap(mode -> report.verdicts(mode)
                        .flatMap(verdict -> verdict.violations().stream().map(what -> mode.title() + ": " + what)))
                .toList();
        return said.isEmpty()
                ? ""
                : "<div class=\"note\"><p>Broken, and therefore without a figure:</p><ul>"
                        + said.stream()
                                .map(what -> "<li>" + Html.escaped(what) + "</li>")
                                .collect(joining())
                        + "</ul></div>";
    }

    private String machine() {
        Machine machine = report.machine();
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("system", machine.system()));
        rows.add(List.of("processor", machine.processor() + ", " + machine.cores() + " core(s)"));
        rows.add(List.of("memory", String.format(Locale.ROOT, "%,d MiB", machine.memoryMebibytes())));
        machine.versions().forEach((name, version) -> rows.add(List.of(name, version)));
        return Html.table(List.of("", ""), rows);
    }

    private String settings() {
        List<List<String>> rows = new ArrayList<>();
        report.settings()
                .forEach((mode, settings) -> rows.add(List.of(
                        mode.title(),
                        settings.entrySet().stream()
                                .sorted(Map.Entry.comparingByKey())
                                .map(setting -> setting.getKey() + " = " + setting.getValue())
                                .collect(joining(", ")))));
        return Html.table(List.of("", ""), rows);
    }

    private static String number(int value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String template() {
        try (InputStream in = Objects.requireNonNull(ReportPage.class.getResourceAsStream(TEMPLATE))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
