package coupon.verification.audit;

import coupon.core.domain.CouponIssueStatus;
import coupon.verification.audit.AuditReport.Books;
import coupon.verification.audit.AuditReport.Counts;
import coupon.verification.audit.AuditReport.Partition;
import coupon.verification.audit.AuditReport.RecordedChange;
import coupon.verification.audit.AuditReport.StockRecord;
import java.util.List;

/** All that was read, when everything is judged: what remains to be noted, and the report. */
record Conclusion(
        CouponRow coupon,
        StockHistory stock,
        EventLog log,
        PartitionOffsets offsets,
        StoredResults stored,
        Holdings holdings,
        long waiting,
        PublishedResults published,
        boolean resultsExpired) {

    /** Notes what could not be proved, and why. */
    void note(Findings findings) {
        if (offsets.hasExpiredRecords()) {
            findings.note("the beginning of the topic has expired: " + stored.expired()
                    + " decided requests stand before it, trusted and not proved again");
        }
        if (stored.ofFormerTopic() > 0) {
            findings.note("the topic was re-created: " + stored.ofFormerTopic()
                    + " requests were decided before its oldest record was written, trusted and not proved again");
        }
        offsets.ends().keySet().stream()
                .filter(offsets::isCommittedBeyondEnd)
                .forEach(partition -> findings.note("the group has committed "
                        + offsets.committed().get(partition) + " in partition " + partition + ", beyond its end "
                        + offsets.ends().get(partition) + ": the topic was re-created"));
        if (resultsExpired) {
            findings.note("the beginning of the results topic has expired: completeness and order were not checked");
        }
        if (published.unreadable() > 0) {
            findings.note(published.unreadable() + " records of the results topic cannot be read");
        }
        if (stored.count(CouponIssueStatus.SYSTEM_ERROR) > 0) {
            findings.note(stored.count(CouponIssueStatus.SYSTEM_ERROR)
                    + " requests are SYSTEM_ERROR: the database refused to store what the rules gave");
        }
    }

    AuditReport report(AuditSettings settings, Findings findings) {
        return new AuditReport(
                findings.violationCount() == 0 ? "PASSED" : "FAILED",
                new Books(coupon.couponId(), coupon.name(), coupon.totalQuantity(), coupon.stock(), holdings.count()),
                settings.topics().couponIssue(),
                settings.group(),
                stockRecord(),
                partitions(),
                counts(),
                stored.byOutcome(),
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

    private List<Partition> partitions() {
        return offsets.ends().entrySet().stream()
                .map(end -> new Partition(
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
                stored.byOutcome().values().stream().mapToLong(Long::longValue).sum(),
                waiting,
                stored.expired(),
                stored.ofFormerTopic(),
                published.published(),
                published.notYetPublished());
    }
}
