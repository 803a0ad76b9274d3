package coupon.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coupon.bench.plan.Mode;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportPageTest {
    @TempDir
    Path directory;

    @Test
    void a_page_has_every_chart_in_it_and_needs_nothing_from_elsewhere() throws Exception {
        Path page = directory.resolve("report.html");
        Map<String, String> charts = new ReportCharts(SampleReports.whole()).all();
        new ReportPage(SampleReports.whole()).write(page, charts);
        ReportCharts.write(charts, directory.resolve("images"));

        String html = Files.readString(page);
        assertThat(html)
                .doesNotContain("{{")
                .doesNotContain("<script")
                .doesNotContain(" src=")
                .doesNotContain(" href=");
        try (Stream<Path> images = Files.list(directory.resolve("images"))) {
            List<Path> files = images.toList();
            assertThat(files)
                    .extracting(file -> file.getFileName().toString())
                    .containsExactlyInAnyOrder(
                            "drain.svg",
                            "latency-issued-100.svg",
                            "latency-answer-100.svg",
                            "latency-issued-500.svg",
                            "latency-answer-500.svg",
                            "capacity-issued.svg",
                            "capacity-answer.svg",
                            "scaling.svg",
                            "scaling-slow-database.svg",
                            "kill.svg");
            for (Path file : files) {
                String svg = Files.readString(file);
                assertThat(html).contains(svg);
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
            }
        }
    }

    @Test
    void every_line_of_the_original_table_has_a_figure_for_every_mode() {
        assertComplete(new OriginalTable(SampleReports.whole()).rows());
    }

    @Test
    void what_a_quick_run_does_not_measure_is_said_to_be_so() {
        List<OriginalTable.Row> rows = new OriginalTable(SampleReports.quick()).rows();

        assertComplete(rows);
        assertThat(rows)
                .filteredOn(row -> row.item().startsWith("recovery"))
                .singleElement()
                .satisfies(row -> assertThat(row.measured())
                        .containsExactly(
                                "not measured in a quick run", "3.0 s", "not measured in a quick run", "5.0 s"));
        String page = new ReportPage(SampleReports.quick()).html(new ReportCharts(SampleReports.quick()).all());
        assertThat(page).doesNotContain("{{").contains("scaling", "From request to coupon, at 500");
    }

    @Test
    void a_run_that_breaks_a_guarantee_has_no_figure_and_says_what_broke() {
        Report report = SampleReports.withBrokenKill();

        assertThat(report.kills().get(Mode.KAFKA_1.ordinal()).standstillSeconds())
                .isNull();
        Map<String, String> charts = new ReportCharts(report).all();
        assertThat(charts.get("kill")).contains("Redis tuned").doesNotContain("Kafka, 1 worker");
        String html = new ReportPage(report).html(charts);
        assertThat(html).contains("Kafka, 1 worker: G4 nothing accepted is lost: &lt;one&gt;");
        assertThat(new OriginalTable(report).rows())
                .filteredOn(row -> row.item().startsWith("recovery"))
                .allSatisfy(row ->
                        assertThat(row.measured().get(Mode.KAFKA_1.ordinal())).isEqualTo(Figures.NONE));
    }

    @Test
    void a_document_keeps_what_people_wrote_and_gets_new_figures() {
        String text = "# Ours\n\n" + ReportDocument.BEGIN + "\nold\n" + ReportDocument.END + "\n\nours too\n";

        String updated = new ReportDocument(SampleReports.whole()).updated(text, "images/x", Map.of("kill", "<svg/>"));

        assertThat(updated)
                .startsWith("# Ours\n")
                .endsWith("ours too\n")
                .contains("| Redis tuned |", "![kill](images/x/kill.svg)")
                .doesNotContain("old\n");
        assertThat(new ReportDocument(SampleReports.whole()).updated(updated, "images/x", Map.of("kill", "<svg/>")))
                .isEqualTo(updated);
    }

    @Test
    void a_document_without_a_place_for_figures_is_left_alone() {
        assertThatThrownBy(() -> new ReportDocument(SampleReports.whole()).updated("# Ours", "x", Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_report_is_read_back_as_it_was_written() throws Exception {
        Path file = directory.resolve("report.json");

        ReportJson.write(SampleReports.whole(), file);

        assertThat(ReportJson.read(file)).isEqualTo(SampleReports.whole());
    }

    private static void assertComplete(List<OriginalTable.Row> rows) {
        assertThat(rows)
                .hasSize(12)
                .allSatisfy(row -> assertThat(row.measured())
                        .as(row.item())
                        .hasSize(Mode.values().length)
                        .doesNotContain(Figures.NONE));
    }
}
