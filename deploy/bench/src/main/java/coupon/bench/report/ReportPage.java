package coupon.bench.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;

/** The report as one file that needs no network: the data, uPlot, and a script that draws the one with the other. */
public final class ReportPage {
    private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";

    private ReportPage() {}

    public static void write(Report report, Path page) throws IOException {
        Files.writeString(page, html(report));
    }

    static String html(Report report) throws IOException {
        String data = new JsonMapper().writeValueAsString(report).replace("<", "\\u003c"); // ends no script
        return resource("report.html")
                .replace("/*uPlot.css*/", resource(UPLOT + "uPlot.min.css"))
                .replace("/*uPlot.js*/", resource(UPLOT + "uPlot.iife.min.js"))
                .replace("\"report.json\"", data);
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(ReportPage.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
