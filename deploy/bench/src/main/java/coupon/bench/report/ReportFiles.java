package coupon.bench.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What was measured, as files: as data, raw samples included, so that anybody can calculate again; and as a page. */
public final class ReportFiles {
    private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private ReportFiles() {}

    /** @param file its directory is made if missing */
    public static void writeJson(Object measured, Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, JSON.writeValueAsString(measured));
    }

    public static Report readJson(Path file) throws IOException {
        return JSON.readValue(Files.readString(file), Report.class);
    }

    /** {@code report.json} and {@code report.html}. */
    public static void write(Report report, Path directory) throws IOException {
        writeJson(report, directory.resolve("report.json"));
        writePage(report, directory);
    }

    /** One file that needs no network: the data, uPlot, and a script that draws the one with the other. */
    public static void writePage(Report report, Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("report.html"), html(report));
    }

    static String html(Report report) throws IOException {
        String data = new JsonMapper().writeValueAsString(report).replace("<", "\\u003c"); // ends no script
        return resource("report.html")
                .replace("/*uPlot.css*/", resource(UPLOT + "uPlot.min.css"))
                .replace("/*uPlot.js*/", resource(UPLOT + "uPlot.iife.min.js"))
                .replace("\"report.json\"", data);
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(ReportFiles.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
