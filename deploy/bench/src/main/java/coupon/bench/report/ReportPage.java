package coupon.bench.report;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The report as one file that needs no network and no script. */
public final class ReportPage {
    private static final String TEMPLATE = "report.html";
    private static final String QUICK_NOTE = "This is a quick run: every part of it is too short for its figures to be"
            + " quoted, and only Redis tuned and Kafka with 3 workers have latencies, a capacity and a kill. No Java in it uses the"
            + " optimising compiler, which would need longer than the run to have done its work: all is slower than it"
            + " is in service, and more evenly so. <code>deploy/bench/compare</code> without <code>--quick</code> takes the time that is needed.";

    private final Report report;
    private final ReportTables tables;

    public ReportPage(Report report) {
        this.report = report;
        this.tables = new ReportTables(report);
    }

    /** @param charts as {@link ReportCharts} draws them */
    public void write(Path page, Map<String, String> charts) throws IOException {
        Files.writeString(page, html(charts));
    }

    String html(Map<String, String> charts) {
        return template()
                .replace("{{when}}", Html.escaped(tables.when()))
                .replace("{{note}}", report.quick() ? "<p class=\"note\">" + QUICK_NOTE + "</p>" : "")
                .replace("{{original}}", tables.original().toHtml())
                .replace(
                        "{{charts}}",
                        charts.values().stream()
                                .map(svg -> "<figure>" + svg + "</figure>\n")
                                .collect(joining()))
                .replace("{{backlog}}", tables.backlog().toHtml())
                .replace("{{capacity}}", tables.capacity().toHtml())
                .replace("{{latency}}", tables.latency().toHtml())
                .replace("{{kills}}", tables.kills().toHtml())
                .replace("{{guarantees}}", tables.guarantees().toHtml())
                .replace("{{broken}}", broken())
                .replace("{{machine}}", tables.machine().toHtml())
                .replace("{{settings}}", tables.settings().toHtml());
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

    private static String template() {
        try (InputStream in = Objects.requireNonNull(ReportPage.class.getResourceAsStream(TEMPLATE))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
