package coupon.verification.audit;

import coupon.core.domain.CouponIssueStatus;
import coupon.verification.audit.AuditReport.Books;
import coupon.verification.audit.AuditReport.Counts;
import coupon.verification.audit.AuditReport.Line;
import coupon.verification.audit.AuditReport.RecordedChange;
import coupon.verification.audit.AuditReport.StockRecord;
import java.util.List;

/** All that was read, when everything is judged: what remains to be noted, and the report. */
record Conclusion(
        CouponBook coupon,
        StockBook stock,
        EventLog log,
        LineOffsets offsets,
        Ledger ledger,
        Holders holders,
        long waiting,
        PublishedResults published,
        boolean resultsExpired) {

    /** Notes what could not be proved, and why. */
    void note(Findings findings) {
        if (offsets.hasExpiredRecords()) {
            findings.note("the beginning of the log has expired: " + ledger.expired()
                    + " decided requests stand before it, trusted and not proved again");
        }
        if (ledger.ofFormerTopic() > 0) {
            findings.note("the topic was recreated: " + ledger.ofFormerTopic()
                    + " requests were decided before its oldest record was written, trusted and not proved again");
        }
        offsets.ends().keySet().stream()
                .filter(offsets::isCommittedBeyondEnd)
                .forEach(partition -> findings.note("the group has committed "
                        + offsets.committed().get(partition) + " in partition " + partition + ", beyond its end "
                        + offsets.ends().get(partition) + ": the topic was recreated"));
        if (resultsExpired) {
            findings.note("the beginning of the results topic has expired: completeness and order were not checked");
        }
        if (published.unreadable() > 0) {
            findings.note(published.unreadable() + " records of the results topic cannot be read");
        }
        if (ledger.count(CouponIssueStatus.SYSTEM_ERROR) > 0) {
            findings.note(ledger.count(CouponIssueStatus.SYSTEM_ERROR)
                    + " requests are SYSTEM_ERROR: the database refused to store what the rules gave");
        }
    }

    AuditReport report(AuditSettings settings, Findings findings) {
        return new AuditReport(
                findings.violationCount() == 0 ? "PASSED" : "FAILED",
                new Books(coupon.couponId(), coupon.name(), coupon.totalQuantity(), coupon.stock(), holders.count()),
                settings.topics().couponIssue(),
                settings.group(),
                stockRecord(),
                lines(),
                counts(),
                ledger.byOutcome(),
                findings.violationCount(),
                findings.shownViolations(),
                findings.shownNotes());
    }

    private StockRecord stockRecord() {
        List<RecordedChange> first = stock.changes().stream()
                .limit(Findings.SHOWN_MAX)
                .map(RecordedChange::of)
                .toList();
        return new StockRecord(
                stock.recorded(),
                stock.isCreationRecorded(),
                stock.isBeginningKnown() ? stock.outside() : null,
                stock.changes().size(),
                first);
    }

    private List<Line> lines() {
        return offsets.ends().entrySet().stream()
                .map(end -> new Line(
                        end.getKey(),
                        offsets.begins().getOrDefault(end.getKey(), 0L),
                        end.getValue(),
                        offsets.committed().get(end.getKey()),
                        log.requestsByPartition().getOrDefault(end.getKey(), 0L)))
                .toList();
    }

    private Counts counts() {
        return new Counts(
                log.recordsRead(),
                log.unreadableCount(),
                log.requestsByPartition().values().stream()
                        .mapToLong(Long::longValue)
                        .sum(),
                log.repeated(),
                ledger.byOutcome().values().stream().mapToLong(Long::longValue).sum(),
                waiting,
                ledger.expired(),
                ledger.ofFormerTopic(),
                published.published(),
                published.notYetPublished());
    }
}
