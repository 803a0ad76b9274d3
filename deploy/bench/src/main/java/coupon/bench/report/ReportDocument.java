package coupon.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/** The figures of a document that people write: the part between two marks is the report's, the rest is theirs. */
public final class ReportDocument {
    static final String BEGIN = "<!-- figures: written by deploy/bench/compare -->";
    static final String END = "<!-- end of the figures -->";

    private final ReportTables tables;

    public ReportDocument(Report report) {
        this.tables = new ReportTables(report);
    }

    /**
     * Writes the figures anew.
     *
     * @param images where the charts are
     * @throws IllegalArgumentException if the document has not both marks
     */
    public void update(Path document, Path images, Map<String, String> charts) throws IOException {
        Path parent = Objects.requireNonNull(document.toAbsolutePath().getParent());
        String where = parent.relativize(images.toAbsolutePath()).toString().replace('\\', '/');
        Files.writeString(document, updated(Files.readString(document), where, charts));
    }

    String updated(String text, String images, Map<String, String> charts) {
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("the document needs the lines " + BEGIN + " and " + END);
        }
        return text.substring(0, begin) + BEGIN + "\n" + figures(images, charts) + text.substring(end);
    }

    private String figures(String images, Map<String, String> charts) {
        StringBuilder figures = new StringBuilder();
        figures.append("Measured ").append(tables.when()).append(".\n\n");
        section(figures, "The original table, measured again", tables.original());
        section(figures, "Backlog", tables.backlog());
        images(figures, images, charts, "drain", "scaling");
        section(figures, "Latency at constant rates", tables.latency());
        images(figures, images, charts, "latency");
        section(figures, "Capacity", tables.capacity());
        images(figures, images, charts, "capacity");
        section(figures, "A killed worker", tables.kills());
        images(figures, images, charts, "kill");
        section(figures, "Guarantees", tables.guarantees());
        section(figures, "Machine", tables.machine());
        section(figures, "Settings", tables.settings());
        return figures.toString();
    }

    private static void section(StringBuilder figures, String title, Table table) {
        figures.append("### ")
                .append(title)
                .append("\n\n")
                .append(table.toMarkdown())
                .append('\n');
    }

    private static void images(StringBuilder figures, String images, Map<String, String> charts, String... kinds) {
        for (String name : charts.keySet()) {
            for (String kind : kinds) {
                if (name.startsWith(kind)) {
                    figures.append("![%s](%s/%s.svg)%n%n".formatted(name.replace('-', ' '), images, name));
                }
            }
        }
    }
}
