package coupon.verification.audit;

import coupon.core.domain.CouponIssueStatus;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * Replays the log of events against the books: one coupon, every record, every row.
 *
 * <p><b>While the sale runs</b> four moments are taken, in this order, and each makes the next one safe: what the group
 * has committed, so that all of it is decided in the snapshot; the end of the results topic, so that all results before
 * it are in the snapshot's ledger; the snapshot of the database; the end of the events topic, so that every row of the
 * ledger has its record before it. Requests behind the committed offsets may be decided or not: they wait.
 *
 * <p><b>What the log proves of first come, first served.</b> It tells the order, and nothing of what operators did. What
 * they added to the stock through the API is on record ({@link StockBook}); what they edited by SQL is not, nor when the
 * window was moved or the sale paused. So the outcomes are judged by what had to be the same for all of them:
 *
 * <ul>
 *   <li>A batch is decided in one transaction under the coupon's lock, and bears one time of decision. Within it nothing
 *       can be added: its winners are exactly its first distinct eligible users, as many as it gave away; and its window
 *       is one interval, so nobody is refused as not open between two that were not.
 *   <li>From batch to batch, after an OUT_OF_STOCK of an eligible user, nobody wins and no stock is left at the end,
 *       unless stock was added. A change on record between the two explains it, up to its quantity; so does what is in
 *       stock or issued beyond the recorded changes, which somebody put in by SQL: a note, which says which of the two.
 *       Whatever neither explains is a violation.
 *   <li>A DUPLICATE_REQUEST has a SUCCESS before it in its line, or a row of {@code user_coupon} put in by hand. A
 *       SUCCESS has none before it. Whoever won and still holds the coupon is not refused for want of stock.
 * </ul>
 *
 * <p><b>What it cannot prove:</b> that what was put in by SQL was put in when a line shows it; what a coupon began with that
 * was made by SQL and edited since, so that its additions need no explanation while its books balance; the order
 * between partitions, where a coupon's line moved because partitions were added; that a stretch of BUSINESS_ERROR across
 * batches was a pause; that a valid VALIDATION_FAILED came before the coupon existed; anything of rows whose records
 * have expired, or of a former topic, except that holders, stock and results agree with them. That a user who has two
 * SUCCESS had the first one taken away in between is not known either: it is a violation. And it reads records by the
 * product's own codecs: what those misread, it misreads too.
 */
final class Audit {
    private final AuditSettings settings;
    private final long couponId;
    private final Findings findings = new Findings();
    private final RequestTable requests = new RequestTable();
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
            SortedMap<Integer, Long> resultEnds = topics.endOffsets(results());
            try (BooksSnapshot books = BooksSnapshot.open(settings)) {
                CouponBook coupon = books.coupon(couponId);
                if (coupon == null) {
                    throw new CannotAuditException("there is no coupon " + couponId + " in " + settings.jdbcUrl());
                }
                SortedMap<Integer, Long> ends = topics.endOffsets(events());
                topics.read(events(), ends, log::accept);
                var offsets = new LineOffsets(topics.beginningOffsets(events()), ends, committed);
                return audit(topics, offsets, resultEnds, books, coupon);
            }
        }
    }

    private AuditReport audit(
            TopicReader topics,
            LineOffsets offsets,
            SortedMap<Integer, Long> resultEnds,
            BooksSnapshot books,
            CouponBook coupon) {
        var ledger = new Ledger(requests, offsets, log.firstRecordMillis(), findings);
        books.forEachLedgerRow(couponId, ledger::accept);
        Holders holders = Holders.read(books, couponId, ledger.winners());
        holders.compare(requests, findings);
        long waiting = new Waiting(requests, offsets, books, couponId, findings).count();
        var stock = new StockBook(coupon, holders.count(), books.stockChanges(couponId));
        judge(coupon, stock, ledger, holders);
        boolean resultsExpired = hasExpiredRecords(topics, results());
        var published =
                new PublishedResults(couponId, requests, !resultsExpired && ledger.ofFormerTopic() == 0, findings);
        topics.read(results(), resultEnds, published::accept);
        published.findMissing(offsets);
        findDeadLetters(topics, offsets);
        var conclusion =
                new Conclusion(coupon, stock, log, offsets, ledger, holders, waiting, published, resultsExpired);
        conclusion.note(findings);
        return conclusion.report(settings, findings);
    }

    private void judge(CouponBook coupon, StockBook stock, Ledger ledger, Holders holders) {
        coupon.check(holders.count(), ledger.count(CouponIssueStatus.SUCCESS), findings);
        SortedSet<Integer> linesOfValidRequests = requests.partitions(requests::isValid);
        var winners = new Winners(requests, ledger, holders, linesOfValidRequests.size() > 1);
        var rules = new Rules(requests, coupon, stock, winners, findings);
        for (int partition : requests.partitions(requests::isInLog)) {
            rules.judge(partition);
        }
        rules.note();
        if (linesOfValidRequests.size() > 1) {
            findings.note("the coupon's requests stand in the partitions " + linesOfValidRequests
                    + ": partitions must have been added; order is judged within each");
        }
    }

    private void findDeadLetters(TopicReader topics, LineOffsets offsets) {
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
