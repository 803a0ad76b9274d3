package coupon.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFilesTest {
    @TempDir
    private Path directory;

    @Test
    void the_page_is_whole_without_a_network() throws IOException {
        assertThat(ReportFiles.html(SampleReports.whole()))
                .contains("<script type=\"application/json\" id=\"report\">{\"startedAt\"", "var uPlot=", ".uplot")
                .doesNotContain("src=", "href=", "\"report.json\"", "/*uPlot");
    }

    @Test
    void what_a_guarantee_says_ends_no_script() throws IOException {
        assertThat(ReportFiles.html(SampleReports.withBrokenKill()))
                .contains("\\u003cone>")
                .doesNotContain("<one>");
    }

    @Test
    void a_run_that_breaks_a_guarantee_has_no_figure() {
        assertThat(SampleReports.withBrokenKill().kills())
                .filteredOn(run -> !run.verdict().held())
                .singleElement()
                .satisfies(run -> assertThat(run.standstillSeconds()).isNull());
    }

    @Test
    void the_data_can_be_read_again() throws IOException {
        Path file = directory.resolve("report.json");
        ReportFiles.writeJson(SampleReports.whole(), file);
        assertThat(ReportFiles.readJson(file)).isEqualTo(SampleReports.whole());
    }
}
