package coupon.bench.report;

import java.util.List;
import java.util.stream.Collectors;

/** Pieces of a page. */
final class Html {
    private Html() {}

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** The first cell of each row is what the row is about. */
    static String table(List<String> head, List<List<String>> rows) {
        return "<div class=\"wide\"><table><thead><tr>"
                + head.stream().map(cell -> "<th>" + escaped(cell) + "</th>").collect(Collectors.joining())
                + "</tr></thead><tbody>\n"
                + rows.stream().map(Html::row).collect(Collectors.joining())
                + "</tbody></table></div>\n";
    }

    private static String row(List<String> cells) {
        return "<tr><th>" + escaped(cells.get(0)) + "</th>"
                + cells.stream()
                        .skip(1)
                        .map(cell -> "<td>" + escaped(cell) + "</td>")
                        .collect(Collectors.joining())
                + "</tr>\n";
    }
}
