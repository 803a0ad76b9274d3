package coupon.bench.report;

import java.io.IOException;
import java.nio.file.Path;

/** The report as a page. */
public final class ReportPage {
    private final Report report;

    public ReportPage(Report report) {
        this.report = report;
    }

    public void write(Path page, Path images) throws IOException {
        System.out.println(report.modes() + " " + page + images);
    }
}
