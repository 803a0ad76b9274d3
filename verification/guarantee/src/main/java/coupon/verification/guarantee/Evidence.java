package coupon.verification.guarantee;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.Holding;
import coupon.core.domain.QueuePosition;
import coupon.core.queue.wire.DecodedRecord;
import coupon.core.queue.wire.DecodedRecord.Decodable;
import coupon.core.queue.wire.PublishedResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All that was observed; an observer decides nothing. Not for several threads. A million requests take 350 MB.
 *
 * <p>Of a run that was watched it is complete or it is worthless: every client's every answer, every record of the log,
 * every row. It is read when the run has come to rest: all faults over and the consumer group's lag at 0. Of a coupon that
 * nobody watched it has what the records hold, as far as {@link Coverage} says.
 */
public final class Evidence {
    final Map<Long, Coupon> couponsBefore = new HashMap<>();
    final Set<Holding> holdingsBefore = new HashSet<>();
    final Map<Long, List<CouponEdit>> edits = new HashMap<>();
    final List<Answer> answers = new ArrayList<>();
    final List<LogRecord> log = new ArrayList<>();
    final List<QueuePosition> undecodable = new ArrayList<>();
    final Set<QueuePosition> deadLetters = new HashSet<>();
    final List<Decision> stored = new ArrayList<>();
    final List<Decision> storedBefore = new ArrayList<>();
    final List<Decision> published = new ArrayList<>();
    final List<WithoutOutcome> withoutOutcome = new ArrayList<>();
    final Map<UUID, Decision> storedForOthers = new HashMap<>();
    final List<Held> holdings = new ArrayList<>();
    final Map<Long, Coupon> coupons = new HashMap<>();
    final Map<Long, List<String>> importedCodes = new HashMap<>();
    final List<ShownCode> shownCodes = new ArrayList<>();
    final List<StockChange> stockChanges = new ArrayList<>();
    Coverage coverage = Coverage.WHOLE;
    Instant createdAt = Instant.MIN;
    private @Nullable Requests requests;

    /** This is not of a watched run, but what the records of one coupon hold, as far as that. */
    public void covers(Coverage records) {
        coverage = records;
    }

    /** When the coupon was created, by the database's clock; needed only without a watched run. */
    public void created(Instant at) {
        createdAt = at;
    }

    /** A coupon as it was before the first request. */
    public void couponBefore(Coupon coupon) {
        couponsBefore.put(coupon.couponId(), coupon);
    }

    /** A row of {@code user_coupon} from before the first request. */
    public void holdingBefore(Holding holding) {
        holdingsBefore.add(holding);
    }

    /** In the order in which the coupon was edited. */
    public void edited(CouponEdit edit) {
        edits.computeIfAbsent(edit.couponId(), id -> new ArrayList<>()).add(edit);
    }

    public void answered(Answer answer) {
        answers.add(answer);
    }

    /** A record of the events topic, those of a partition in offset order. */
    public void logged(QueuePosition position, DecodedRecord record) {
        if (record instanceof Decodable decodable) {
            logged(position, decodable.request().event(), decodable.request().valid());
        } else {
            undecodable.add(position);
        }
    }

    /** A record of the events topic that could be decoded; valid if it is for its observer, who read its key. */
    public void logged(QueuePosition position, CouponIssueEvent event, boolean valid) {
        log.add(new LogRecord(
                position.partition(),
                position.offset(),
                event.eventId(),
                event.couponId(),
                event.userId(),
                event.timestamp(),
                valid));
    }

    /** A dead letter, by the position of its original in the events topic. */
    public void deadLettered(QueuePosition original) {
        deadLetters.add(original);
    }

    /** A row of {@code coupon_issue_request} at the end. */
    public void stored(CouponIssueResult row) {
        stored(Decision.of(row));
    }

    /** The same, with whatever the row holds. */
    public void stored(Decision row) {
        stored.add(row);
    }

    /** A row of {@code coupon_issue_request} as it was at some earlier time; optional. */
    public void storedEarlier(CouponIssueResult row) {
        storedBefore.add(Decision.of(row));
    }

    /** A record of the results topic, those of a partition in offset order. */
    public void published(PublishedResult result) {
        published.add(Decision.of(result));
    }

    /** A row of {@code coupon_issue_request} whose outcome is none. */
    public void storedWithoutOutcome(QueuePosition position, UUID eventId, String outcome) {
        withoutOutcome.add(new WithoutOutcome(position, eventId, outcome));
    }

    /** A row of {@code coupon_issue_request} of a coupon that is not judged, for an event id that is in the log. */
    public void storedForAnotherCoupon(Decision row) {
        storedForOthers.put(row.eventId(), row);
    }

    /** A row of {@code user_coupon} at the end. */
    public void holding(Holding holding) {
        holding(holding, Instant.EPOCH);
    }

    /** A row of {@code user_coupon} at the end, with its time of issue: a run that was watched does not need it. */
    public void holding(Holding holding, Instant issuedAt) {
        holdings.add(new Held(holding.couponId(), holding.userId(), Decision.micros(issuedAt)));
    }

    /** A row of {@code coupon_stock_change}, in the order in which they were made; needed only without a watched run. */
    public void stockChanged(StockChange change) {
        stockChanges.add(change);
    }

    /** A row of {@code coupon} at the end. */
    public void coupon(Coupon coupon) {
        coupons.put(coupon.couponId(), coupon);
    }

    /** The codes of a coupon, in the order in which they were imported. */
    public void importedCodes(long couponId, List<String> codes) {
        importedCodes.computeIfAbsent(couponId, id -> new ArrayList<>()).addAll(codes);
    }

    /** A code as the winner or an operator was shown it. */
    public void shownCode(long couponId, long number, String code) {
        shownCodes.add(new ShownCode(couponId, number, code));
    }

    List<CouponEdit> editsOf(long couponId) {
        return edits.getOrDefault(couponId, List.of());
    }

    /** Puts log and request store together, as they are now. */
    void join() {
        requests = new Requests(this);
    }

    Requests requests() {
        return Objects.requireNonNull(requests);
    }

    Holders holders(long couponId) {
        return requests().holders(couponId);
    }

    /** Those in the log of which no row is known. */
    public Set<UUID> idsWithoutRow() {
        Set<UUID> ids = new HashSet<>(log.size() * 2);
        log.forEach(record -> ids.add(record.eventId()));
        stored.forEach(row -> ids.remove(row.eventId()));
        return ids;
    }

    /** A row of {@code user_coupon}. */
    record Held(long couponId, long userId, long issuedAtMicros) {}

    /** A row of {@code coupon_issue_request} that says no outcome. */
    record WithoutOutcome(QueuePosition position, UUID eventId, String outcome) {}

    record ShownCode(long couponId, long number, String code) {}
}
