package coupon.verification.audit;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueStatus;
import coupon.core.queue.kafka.CouponTopics;
import coupon.verification.audit.AuditReport.Counts;
import coupon.verification.audit.AuditReport.CouponCounts;
import coupon.verification.audit.AuditReport.Finding;
import coupon.verification.audit.AuditReport.Partition;
import coupon.verification.audit.AuditReport.StockRecord;
import coupon.verification.guarantee.Coverage;
import coupon.verification.guarantee.Decision;
import coupon.verification.guarantee.Evidence;
import coupon.verification.guarantee.Findings;
import coupon.verification.guarantee.Findings.Count;
import coupon.verification.guarantee.Guarantees;
import coupon.verification.guarantee.StockChange;
import coupon.verification.guarantee.Violation;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.KafkaException;
import org.springframework.dao.DataAccessException;

/**
 * Collects what the topics and the database hold of one coupon, has the {@link Guarantees} judge it, and reports.
 *
 * <p><b>While the sale runs</b> four snapshots are taken, in this order, and each makes the next one safe: what the group
 * has committed, so that all of it is decided in the database snapshot; the end of the results topic, so that all results
 * before it are in the request store of that snapshot; the snapshot of the database; the end of the events topic, so that
 * every row of the request store has its record before it. Requests behind the committed offsets may be decided or not.
 *
 * <p><b>What it cannot prove:</b> that what was put in by SQL was put in when a partition shows it; what a coupon began
 * with that was made by SQL and edited since, so that its additions need no explanation while its counts balance; the
 * order between partitions, where a coupon's requests moved because partitions were added; that a stretch of
 * BUSINESS_ERROR across batches was a pause; that a valid VALIDATION_FAILED came before the coupon existed; anything of
 * rows whose records have expired, or of a former topic, except that holders, stock and results agree with them. And it
 * reads records by the product's own codecs: what those misread, it misreads too.
 */
final class Audit {
    private static final int SHOWN_MAX = 50;

    private final AuditSettings settings;
    private final long couponId;
    private final Evidence evidence = new Evidence();
    private final Collector collector;
    private final List<String> notes = new ArrayList<>();

    Audit(AuditSettings settings, long couponId) {
        this.settings = settings;
        this.couponId = couponId;
        this.collector = new Collector(couponId, settings.topics().couponIssue(), evidence);
    }

    /** @throws CannotAuditException if nothing can be said: a server does not answer, or there is no such coupon */
    AuditReport run() {
        CouponTopics names = settings.topics();
        try (var events = new AuditedTopic(settings, names.couponIssue());
                var results = new AuditedTopic(settings, names.couponIssueResults());
                var deadLetters = new AuditedTopic(settings, names.couponIssueDlt());
                var database = new DatabaseSnapshot(settings, couponId, evidence)) {
            return run(events, results, deadLetters, database);
        } catch (KafkaException failed) {
            Object where = settings.kafka().get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
            throw new CannotAuditException("cannot read Kafka at " + where, failed);
        } catch (DataAccessException failed) {
            throw new CannotAuditException("cannot read the database at " + settings.jdbcUrl(), failed);
        }
    }

    private AuditReport run(
            AuditedTopic events, AuditedTopic results, AuditedTopic deadLetters, DatabaseSnapshot database) {
        events.requireExistence();
        results.requireExistence();
        SortedMap<Integer, Long> committed = events.committed();
        boolean resultsHidden = results.isEndHidden();
        SortedMap<Integer, Long> resultEnds = results.ends();
        database.begin();
        Coupon coupon = evidence.coupons.get(couponId);
        if (coupon == null) {
            throw new CannotAuditException("there is no coupon " + couponId + " in " + settings.jdbcUrl());
        }
        SortedMap<Integer, Long> ends = events.ends();
        events.read(ends, collector::event);
        collector.eventsEnd();
        SortedMap<Integer, Long> begins = events.begins();
        results.read(resultEnds, collector::result);
        if (collector.unreadable() > 0) {
            readDeadLetters(deadLetters);
        }
        boolean resultsExpired = results.hasExpiredRecords();
        boolean resultsComplete = !resultsHidden && !resultsExpired;
        var coverage = new Coverage(
                begins, ends, committed, collector.oldestRecordMillis, database.couponCreatedAt(), resultsComplete);
        evidence.covers(coverage);
        noteTopics(coverage, resultsHidden, resultsExpired);
        database.read();
        return report(coupon, coverage);
    }

    private void readDeadLetters(AuditedTopic deadLetters) {
        if (deadLetters.hasExpiredRecords()) {
            notes.add("dead letters have expired: whether each unreadable record became one was not checked");
        } else {
            deadLetters.read(deadLetters.ends(), collector::deadLetter);
            collector.deadLettersEnd();
        }
    }

    private void noteTopics(Coverage coverage, boolean resultsHidden, boolean resultsExpired) {
        if (resultsHidden) {
            notes.add("an open transaction hides the end of the results topic: whether results are missing"
                    + " was not checked");
        }
        if (resultsExpired) {
            notes.add("the beginning of the results topic has expired: completeness and order were not checked");
        }
        if (collector.unreadableResults > 0) {
            notes.add(collector.unreadableResults + " records of the results topic cannot be read");
        }
        coverage.ends().forEach((partition, end) -> {
            if (coverage.isCommittedBeyondEnd(partition)) {
                notes.add("the group has committed " + coverage.committedIn(partition) + " in partition " + partition
                        + ", beyond its end " + end + ": the topic was re-created");
            }
        });
    }

    private AuditReport report(Coupon coupon, Coverage coverage) {
        Map<CouponIssueStatus, Long> byOutcome = evidence.stored.stream()
                .collect(groupingBy(Decision::outcome, () -> new EnumMap<>(CouponIssueStatus.class), counting()));
        Findings findings = Guarantees.judge(evidence);
        notes.addAll(0, findings.notes());
        noteTrusted(findings, coverage, byOutcome);
        return new AuditReport(
                findings.violationCount() == 0 ? "PASSED" : "FAILED",
                new CouponCounts(
                        couponId, coupon.name(), coupon.totalQuantity(), coupon.stock(), evidence.holdings.size()),
                settings.topics().couponIssue(),
                settings.group(),
                stockRecord(evidence.stockChanges, findings),
                partitions(coverage),
                counts(findings),
                byOutcome,
                findings.violationCount(),
                findings.violations().stream()
                        .filter(violation -> violation.kind() != null) // the others say how many more there are
                        .sorted(Violation.BY_GUARANTEE_AND_POSITION)
                        .limit(SHOWN_MAX)
                        .map(Finding::of)
                        .toList(),
                shownNotes());
    }

    private void noteTrusted(Findings findings, Coverage coverage, Map<CouponIssueStatus, Long> byOutcome) {
        if (coverage.begins().values().stream().anyMatch(begin -> begin > 0)) {
            notes.add("the beginning of the topic has expired: " + findings.counted(Count.BEFORE_THE_LOG)
                    + " decided requests stand before it, trusted and not proved again");
        }
        if (findings.counted(Count.OF_FORMER_TOPIC) > 0) {
            notes.add("the topic was re-created: " + findings.counted(Count.OF_FORMER_TOPIC)
                    + " requests were decided before its oldest record was written, trusted and not proved again");
        }
        if (byOutcome.containsKey(CouponIssueStatus.SYSTEM_ERROR)) {
            notes.add(byOutcome.get(CouponIssueStatus.SYSTEM_ERROR)
                    + " requests are SYSTEM_ERROR: the database refused to store what the rules gave");
        }
    }

    private static StockRecord stockRecord(List<StockChange> changes, Findings findings) {
        return new StockRecord(
                changes.stream().mapToLong(StockChange::quantity).sum(),
                changes.stream().anyMatch(StockChange::creation),
                findings.counts().get(Count.STOCK_OUTSIDE),
                changes.size(),
                changes.stream().limit(SHOWN_MAX).toList());
    }

    private List<Partition> partitions(Coverage coverage) {
        return coverage.ends().entrySet().stream()
                .map(end -> new Partition(
                        end.getKey(),
                        coverage.begins().getOrDefault(end.getKey(), 0L),
                        end.getValue(),
                        coverage.committedIn(end.getKey()),
                        collector.requestsByPartition.getOrDefault(end.getKey(), 0L)))
                .toList();
    }

    private Counts counts(Findings findings) {
        return new Counts(
                collector.recordsRead,
                collector.unreadable(),
                collector.requestsByPartition.values().stream()
                        .mapToLong(Long::longValue)
                        .sum(),
                collector.repeated,
                evidence.stored.size(),
                findings.counted(Count.WAITING),
                findings.counted(Count.BEFORE_THE_LOG),
                findings.counted(Count.OF_FORMER_TOPIC),
                findings.counted(Count.PUBLISHED),
                findings.counted(Count.NOT_PUBLISHED));
    }

    private List<String> shownNotes() {
        List<String> shown = new ArrayList<>(notes.subList(0, Math.min(notes.size(), SHOWN_MAX)));
        if (notes.size() > SHOWN_MAX) {
            shown.add("… and " + (notes.size() - SHOWN_MAX) + " more notes");
        }
        return shown;
    }
}
