package coupon.bench.report;

import static java.util.stream.Collectors.joining;

import java.util.List;

/** A table of a report; the first cell of each row is what the row is about. */
record Table(List<String> head, List<List<String>> rows) {
    String toHtml() {
        return "<div class=\"wide\"><table><thead><tr>"
                + head.stream()
                        .map(cell -> "<th>" + Html.escaped(cell) + "</th>")
                        .collect(joining())
                + "</tr></thead><tbody>\n"
                + rows.stream().map(Table::htmlRow).collect(joining())
                + "</tbody></table></div>\n";
    }

    String toMarkdown() {
        return markdownRow(head)
                + markdownRow(head.stream().map(cell -> "---").toList())
                + rows.stream().map(Table::markdownRow).collect(joining());
    }

    private static String htmlRow(List<String> cells) {
        return "<tr><th>" + Html.escaped(cells.get(0)) + "</th>"
                + cells.stream()
                        .skip(1)
                        .map(cell -> "<td>" + Html.escaped(cell) + "</td>")
                        .collect(joining())
                + "</tr>\n";
    }

    private static String markdownRow(List<String> cells) {
        return cells.stream().map(cell -> cell.replace("|", "\\|")).collect(joining(" | ", "| ", " |\n"));
    }
}
