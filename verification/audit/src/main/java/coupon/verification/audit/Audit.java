package coupon.verification.audit;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueStatus;
import coupon.verification.audit.AuditReport.Books;
import coupon.verification.audit.AuditReport.Counts;
import coupon.verification.audit.AuditReport.Finding;
import coupon.verification.audit.AuditReport.Partition;
import coupon.verification.audit.AuditReport.RecordedChange;
import coupon.verification.audit.AuditReport.StockRecord;
import coupon.verification.guarantee.Coverage;
import coupon.verification.guarantee.Evidence;
import coupon.verification.guarantee.Guarantees;
import coupon.verification.guarantee.Judgement;
import coupon.verification.guarantee.Judgement.Count;
import coupon.verification.guarantee.StockChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Collects what the topics and the database hold of one coupon, has the {@link Guarantees} judge it, and reports.
 *
 * <p><b>While the sale runs</b> four snapshots are taken, in this order, and each makes the next one safe: what the group
 * has committed, so that all of it is decided in the database snapshot; the end of the results topic, so that all results
 * before it are in the request store of that snapshot; the snapshot of the database; the end of the events topic, so that
 * every row of the request store has its record before it. Requests behind the committed offsets may be decided or not.
 *
 * <p><b>What it cannot prove:</b> that what was put in by SQL was put in when a partition shows it; what a coupon began
 * with that was made by SQL and edited since, so that its additions need no explanation while its books balance; the
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
        this.collector = new Collector(couponId, events(), evidence);
    }

    /** @throws CannotAuditException if nothing can be said: a server does not answer, or there is no such coupon */
    AuditReport run() {
        try (TopicReader topics = TopicReader.open(settings)) {
            for (String topic : List.of(events(), results())) {
                if (!topics.exists(topic)) {
                    throw new CannotAuditException("there is no topic " + topic);
                }
            }
            SortedMap<Integer, Long> committed = topics.committedOffsets(settings.group(), events());
            boolean resultsHidden = topics.isEndHidden(results());
            SortedMap<Integer, Long> resultEnds = topics.endOffsets(results());
            try (DatabaseSnapshot database = DatabaseSnapshot.open(settings)) {
                Coupon coupon = database.coupon(couponId, evidence);
                if (coupon == null) {
                    throw new CannotAuditException("there is no coupon " + couponId + " in " + settings.jdbcUrl());
                }
                SortedMap<Integer, Long> ends = topics.endOffsets(events());
                topics.read(events(), ends, collector::event);
                collector.eventsEnd();
                SortedMap<Integer, Long> begins = topics.beginningOffsets(events());
                topics.read(results(), resultEnds, collector::result);
                readDeadLetters(topics);
                boolean resultsComplete = !resultsHidden && !hasExpiredRecords(topics, results());
                var coverage =
                        new Coverage(begins, ends, committed, collector.oldestRecordMillis, resultsComplete, false);
                evidence.covers(coverage);
                noteTopics(topics, coverage, resultsHidden);
                return report(database, coupon, coverage);
            }
        }
    }

    private void readDeadLetters(TopicReader topics) {
        if (collector.unreadable() == 0) {
            return;
        }
        String deadLetters = settings.topics().couponIssueDlt();
        boolean thereAreSome = topics.exists(deadLetters);
        if (thereAreSome && hasExpiredRecords(topics, deadLetters)) {
            notes.add("dead letters have expired: whether each unreadable record became one was not checked");
            return;
        }
        if (thereAreSome) {
            topics.read(deadLetters, topics.endOffsets(deadLetters), collector::deadLetter);
        }
        collector.deadLettersEnd();
    }

    private void noteTopics(TopicReader topics, Coverage coverage, boolean resultsHidden) {
        if (resultsHidden) {
            notes.add("an open transaction hides the end of the results topic: whether results are missing"
                    + " was not checked");
        }
        if (hasExpiredRecords(topics, results())) {
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

    private AuditReport report(DatabaseSnapshot database, Coupon coupon, Coverage coverage) {
        Map<CouponIssueStatus, Long> byOutcome = database.results(couponId, evidence);
        database.resultsOfOthers(couponId, evidence);
        long issued = database.holdings(couponId, evidence);
        List<StockChange> changes = database.stockChanges(couponId);
        changes.forEach(evidence::stockChanged);
        Judgement judgement = Guarantees.judge(evidence);
        notes.addAll(0, judgement.notes());
        noteTrusted(judgement, coverage, byOutcome);
        return new AuditReport(
                judgement.violationCount() == 0 ? "PASSED" : "FAILED",
                new Books(couponId, coupon.name(), coupon.totalQuantity(), coupon.stock(), issued),
                events(),
                settings.group(),
                stockRecord(changes, judgement),
                partitions(coverage),
                counts(byOutcome, judgement),
                byOutcome,
                judgement.violationCount(),
                judgement.violations().stream()
                        .limit(SHOWN_MAX)
                        .map(Finding::of)
                        .toList(),
                shownNotes());
    }

    private void noteTrusted(Judgement judgement, Coverage coverage, Map<CouponIssueStatus, Long> byOutcome) {
        if (coverage.begins().values().stream().anyMatch(begin -> begin > 0)) {
            notes.add("the beginning of the topic has expired: " + judgement.count(Count.BEFORE_THE_LOG)
                    + " decided requests stand before it, trusted and not proved again");
        }
        if (judgement.count(Count.OF_FORMER_TOPIC) > 0) {
            notes.add("the topic was re-created: " + judgement.count(Count.OF_FORMER_TOPIC)
                    + " requests were decided before its oldest record was written, trusted and not proved again");
        }
        if (byOutcome.containsKey(CouponIssueStatus.SYSTEM_ERROR)) {
            notes.add(byOutcome.get(CouponIssueStatus.SYSTEM_ERROR)
                    + " requests are SYSTEM_ERROR: the database refused to store what the rules gave");
        }
    }

    private static StockRecord stockRecord(List<StockChange> changes, Judgement judgement) {
        return new StockRecord(
                changes.stream().mapToLong(StockChange::quantity).sum(),
                changes.stream().anyMatch(StockChange::isCreation),
                judgement.counts().get(Count.STOCK_OUTSIDE),
                changes.size(),
                changes.stream().limit(SHOWN_MAX).map(RecordedChange::of).toList());
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

    private Counts counts(Map<CouponIssueStatus, Long> byOutcome, Judgement judgement) {
        return new Counts(
                collector.recordsRead,
                collector.unreadable(),
                sum(collector.requestsByPartition),
                collector.repeated,
                sum(byOutcome),
                judgement.count(Count.WAITING),
                judgement.count(Count.BEFORE_THE_LOG),
                judgement.count(Count.OF_FORMER_TOPIC),
                judgement.count(Count.PUBLISHED),
                judgement.count(Count.NOT_PUBLISHED));
    }

    private List<String> shownNotes() {
        List<String> shown = new ArrayList<>(notes.subList(0, Math.min(notes.size(), SHOWN_MAX)));
        if (notes.size() > SHOWN_MAX) {
            shown.add("… and " + (notes.size() - SHOWN_MAX) + " more notes");
        }
        return shown;
    }

    private static long sum(Map<?, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static boolean hasExpiredRecords(TopicReader topics, String topic) {
        return topics.beginningOffsets(topic).values().stream().anyMatch(begin -> begin > 0);
    }

    private String events() {
        return settings.topics().couponIssue();
    }

    private String results() {
        return settings.topics().couponIssueResults();
    }
}
