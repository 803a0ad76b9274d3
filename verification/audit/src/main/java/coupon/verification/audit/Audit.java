package coupon.verification.audit;

import coupon.core.domain.CouponIssueStatus;
import coupon.core.domain.QueuePosition;
import coupon.verification.guarantee.NumberSequence;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * Replays the events topic against the database: one coupon, every record, every row.
 *
 * <p><b>While the sale runs</b> four snapshots are taken, in this order, and each makes the next one safe: what the group
 * has committed, so that all of it is decided in the database snapshot; the end of the results topic, so that all results
 * before it are in the request store of that snapshot; the snapshot of the database; the end of the events topic, so that
 * every row of the request store has its record before it. Requests behind the committed offsets may be decided or not.
 *
 * <p><b>What the topic proves of first come, first served.</b> It gives the order, and nothing of what operators did.
 * What they added to the stock through the API is on record ({@link StockHistory}); what they edited by SQL is not, nor
 * when the window was moved or the sale paused. So the outcomes are judged by what had to be the same for all of them:
 *
 * <ul>
 *   <li>A batch is decided in one transaction under the coupon's lock, and bears one time of decision. Within it nothing
 *       can be added: its winners are exactly its first distinct eligible users, as many as it gave away; and its window
 *       is one interval, so no request is refused as not open between two that were not.
 *   <li>From batch to batch, after an OUT_OF_STOCK of an eligible user, nobody wins and no stock is left at the end,
 *       unless stock was added. A change on record between the two explains it, up to its quantity; so does what is in
 *       stock or issued beyond the recorded changes, which was put in by SQL: a note, which says which of the two.
 *       Whatever neither explains is a violation.
 *   <li>A DUPLICATE_REQUEST has a SUCCESS before it in its partition, or a row of {@code user_coupon} put in by hand. A
 *       SUCCESS has none before it, unless the holding was deleted in between ({@link Holdings}). A user who won and
 *       still holds that coupon is not refused for want of stock.
 * </ul>
 *
 * <p>Successes are numbered: 1, 2, 3 … in the order of decision ({@link NumberSequence}); what was issued before there
 * were numbers has none, and the counter began behind it.
 *
 * <p><b>What it cannot prove:</b> that what was put in by SQL was put in when a partition shows it; what a coupon began
 * with that was made by SQL and edited since, so that its additions need no explanation while its books balance; the
 * order between partitions, where a coupon's requests moved because partitions were added; that a stretch of
 * BUSINESS_ERROR across batches was a pause; that a valid VALIDATION_FAILED came before the coupon existed; anything of
 * rows whose records have expired, or of a former topic, except that holders, stock and results agree with them. And it
 * reads records by the product's own codecs: what those misread, it misreads too.
 */
final class Audit {
    private final AuditSettings settings;
    private final long couponId;
    private final Findings findings = new Findings();
    private final Requests requests = new Requests();
    private final EventLog log;

    Audit(AuditSettings settings, long couponId) {
        this.settings = settings;
        this.couponId = couponId;
        this.log = new EventLog(couponId, requests);
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
                CouponRow coupon = database.coupon(couponId);
                if (coupon == null) {
                    throw new CannotAuditException("there is no coupon " + couponId + " in " + settings.jdbcUrl());
                }
                SortedMap<Integer, Long> ends = topics.endOffsets(events());
                topics.read(events(), ends, log::accept);
                var offsets = new PartitionOffsets(topics.beginningOffsets(events()), ends, committed);
                if (resultsHidden) {
                    findings.note("an open transaction hides the end of the results topic: whether results are missing"
                            + " was not checked");
                }
                return audit(topics, offsets, resultEnds, resultsHidden, database, coupon);
            }
        }
    }

    private AuditReport audit(
            TopicReader topics,
            PartitionOffsets offsets,
            SortedMap<Integer, Long> resultEnds,
            boolean resultsHidden,
            DatabaseSnapshot database,
            CouponRow coupon) {
        var stored = new StoredResults(requests, offsets, log.firstRecordMillis(), findings);
        database.forEachRow(couponId, stored::accept);
        Holdings holdings = Holdings.read(database, couponId, requests);
        holdings.compare(requests, coupon.balances(holdings.count()), findings);
        long waiting = new Undecided(requests, offsets, database, couponId, findings).count();
        var stock = new StockHistory(coupon, holdings.count(), holdings.deleted(), database.stockChanges(couponId));
        judge(coupon, stock, stored, holdings);
        boolean resultsExpired = hasExpiredRecords(topics, results());
        boolean complete = !resultsExpired && !resultsHidden && stored.ofFormerTopic() == 0;
        var published = new PublishedResults(couponId, requests, complete, findings);
        topics.read(results(), resultEnds, published::accept);
        published.findMissing(offsets);
        findDeadLetters(topics, offsets);
        var conclusion =
                new Conclusion(coupon, stock, log, offsets, stored, holdings, waiting, published, resultsExpired);
        conclusion.note(findings);
        return conclusion.report(settings, findings);
    }

    private void judge(CouponRow coupon, StockHistory stock, StoredResults stored, Holdings holdings) {
        coupon.check(holdings.count(), stored.count(CouponIssueStatus.SUCCESS), holdings.deleted(), findings);
        SortedSet<Integer> partitionsOfValidRequests = requests.partitions(it -> it.valid);
        var winners = new Winners(requests, holdings, partitionsOfValidRequests.size() > 1);
        var rules = new Rules(coupon, stock, winners, findings);
        for (int partition : requests.partitions(it -> it.inTopic)) {
            rules.judge(requests, partition);
        }
        rules.note();
        checkNumbers(coupon, holdings);
        if (coupon.available() < coupon.stock()) {
            findings.note((coupon.stock() - coupon.available()) + " in stock have no code and cannot be issued: "
                    + coupon.codeCount() + " codes were imported");
        }
        if (partitionsOfValidRequests.size() > 1) {
            findings.note("the coupon's requests stand in the partitions " + partitionsOfValidRequests
                    + ": partitions must have been added; order is judged within each");
        }
    }

    private void checkNumbers(CouponRow coupon, Holdings holdings) {
        var numbers = new NumberSequence();
        boolean fromTheFirst = holdings.hasNoneInserted();
        for (Request request : requests) {
            if (request.is(CouponIssueStatus.SUCCESS)) {
                var position = new QueuePosition(request.partition, request.offset);
                numbers.success(request.inTopic ? position : null, request.number);
                fromTheFirst &= request.number != null;
            }
        }
        numbers.check(fromTheFirst ? 1L : null, coupon.lastNumber(), (problem, position, stored, rules) -> {
            Kind kind = Kind.valueOf(problem.name());
            if (position == null) {
                findings.violation(kind, stored, rules);
            } else {
                findings.violation(kind, position.partition(), position.offset(), null, stored, rules);
            }
        });
    }

    private void findDeadLetters(TopicReader topics, PartitionOffsets offsets) {
        if (log.unreadableCount() == 0) {
            return;
        }
        String deadLetters = settings.topics().couponIssueDlt();
        boolean thereAreSome = topics.exists(deadLetters);
        if (thereAreSome && hasExpiredRecords(topics, deadLetters)) {
            findings.note("dead letters have expired: whether each unreadable record became one was not checked");
            return;
        }
        var check = new DeadLetterCheck(events());
        if (thereAreSome) {
            topics.read(deadLetters, topics.endOffsets(deadLetters), check::accept);
        }
        check.findMissing(log.unreadable(), offsets, findings);
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
