package coupon.verification.audit;

import coupon.verification.audit.AuditReport.Counts;
import coupon.verification.audit.AuditReport.Finding;
import coupon.verification.audit.AuditReport.Partition;
import coupon.verification.audit.AuditReport.StockRecord;
import coupon.verification.guarantee.StockChange;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The report as text. */
final class TextReport {
    private final StringBuilder text = new StringBuilder();

    private TextReport() {}

    static String of(AuditReport report) {
        var text = new TextReport();
        text.header(report);
        text.stock(report.stock());
        text.violations(report);
        text.notes(report);
        text.line("%n%s", report.verdict());
        return text.text.toString();
    }

    private void header(AuditReport report) {
        AuditReport.CouponCounts coupon = report.coupon();
        line("Audit of coupon %d, \"%s\"", coupon.couponId(), coupon.name());
        line("Topic %s, group %s%n", report.topic(), report.group());
        line("%9s %12s %12s %12s %12s", "partition", "begin", "end", "committed", "requests");
        for (Partition partition : report.partitions()) {
            line(
                    "%9d %12d %12d %12s %12d",
                    partition.partition(),
                    partition.begin(),
                    partition.end(),
                    orDash(partition.committed()),
                    partition.requests());
        }
        Counts counts = report.counts();
        line("%nread        %d records, %d of them unreadable", counts.recordsRead(), counts.unreadable());
        line("requests    %d, %d of them repeated", counts.requests(), counts.repeated());
        line("decided     %d: %s", counts.decided(), outcomes(report));
        line("waiting     %d", counts.waiting());
        line("published   %d, %d not", counts.published(), counts.notPublished());
        line("before log  %d decided earlier than what the topic still holds", counts.beforeTheLog());
        line("coupon      total %d, stock %d, issued %d", coupon.totalQuantity(), coupon.stock(), coupon.issued());
    }

    private void stock(StockRecord stock) {
        line(
                "stock       recorded changes %d, %s outside the service",
                stock.recorded(), stock.outside() == null ? "unknown" : "%+d".formatted(stock.outside()));
        for (StockChange change : stock.changes()) {
            line(
                    "  %s %+10d by %s%s",
                    change.changedAt(),
                    change.quantity(),
                    change.changedBy(),
                    change.reason() == null ? "" : ": " + change.reason());
        }
        more(stock.changeCount() - stock.changes().size());
    }

    private void violations(AuditReport report) {
        line("%nviolations  %d", report.violationCount());
        for (Finding violation : report.violations()) {
            line(
                    "  %s %-23s %8s %s",
                    violation.guarantee(), violation.kind(), position(violation), orDash(violation.eventId()));
            line("     stored: %s", violation.stored());
            line("     rules:  %s", violation.rules());
        }
        more(report.violationCount() - report.violations().size());
    }

    private void more(long count) {
        if (count > 0) {
            line("  … and %d more", count);
        }
    }

    private void notes(AuditReport report) {
        if (!report.notes().isEmpty()) {
            line("%nnotes");
        }
        report.notes().forEach(note -> line("  - %s", note));
    }

    private static String outcomes(AuditReport report) {
        String outcomes = report.outcomes().entrySet().stream()
                .map(outcome -> outcome.getKey() + " " + outcome.getValue())
                .collect(Collectors.joining(", "));
        return outcomes.isEmpty() ? "none" : outcomes;
    }

    private static String position(Finding violation) {
        return violation.partition() == null ? "-" : violation.partition() + "-" + violation.offset();
    }

    private static String orDash(@Nullable Object value) {
        return Objects.toString(value, "-");
    }

    private void line(String format, @Nullable Object... values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = values[i] instanceof String outside ? Printable.of(outside) : values[i];
        }
        text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
    }
}
