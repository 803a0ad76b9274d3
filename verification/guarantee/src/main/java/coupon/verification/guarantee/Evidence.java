package coupon.verification.guarantee;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueRequest;
import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.Holding;
import coupon.core.domain.QueuePosition;
import coupon.core.queue.wire.DecodedRecord;
import coupon.core.queue.wire.DecodedRecord.Decodable;
import coupon.core.queue.wire.PublishedResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * All that was observed of one run, from any number of threads; an observer decides nothing.
 *
 * <p>It is complete or it is worthless: every client's every answer, every record of the log, every row. It is read
 * when the run has come to rest: all faults over and the consumer group's lag at 0.
 */
public final class Evidence {
    final Map<Long, Coupon> couponsBefore = new HashMap<>();
    final Set<Holding> holdingsBefore = new HashSet<>();
    final Map<Long, List<CouponEdit>> edits = new HashMap<>();
    final List<Answer> answers = new ArrayList<>();
    final List<LogRecord> log = new ArrayList<>();
    final Set<QueuePosition> deadLetters = new HashSet<>();
    final List<Decision> stored = new ArrayList<>();
    final List<Decision> storedBefore = new ArrayList<>();
    final List<Decision> published = new ArrayList<>();
    final List<Holding> holdings = new ArrayList<>();
    final Map<Long, Coupon> coupons = new HashMap<>();
    final Map<Long, List<String>> importedCodes = new HashMap<>();
    final List<ShownCode> shownCodes = new ArrayList<>();

    /** A coupon as it was before the first request. */
    public synchronized Evidence couponBefore(Coupon coupon) {
        couponsBefore.put(coupon.couponId(), coupon);
        return this;
    }

    /** A row of {@code user_coupon} from before the first request. */
    public synchronized Evidence holdingBefore(Holding holding) {
        holdingsBefore.add(holding);
        return this;
    }

    /** In the order in which the coupon was edited. */
    public synchronized Evidence edited(CouponEdit edit) {
        edits.computeIfAbsent(edit.couponId(), id -> new ArrayList<>()).add(edit);
        return this;
    }

    public synchronized Evidence answered(Answer answer) {
        answers.add(answer);
        return this;
    }

    /** A record of the events topic, those of a partition in offset order. */
    public synchronized Evidence logged(QueuePosition position, DecodedRecord record) {
        log.add(
                record instanceof Decodable decodable
                        ? readable(position, decodable.request())
                        : new LogRecord(position.partition(), position.offset(), null, 0, 0, 0, false));
        return this;
    }

    /** A dead letter, by the position of its original in the events topic. */
    public synchronized Evidence deadLettered(QueuePosition original) {
        deadLetters.add(original);
        return this;
    }

    /** A row of {@code coupon_issue_request} at the end. */
    public synchronized Evidence stored(CouponIssueResult row) {
        stored.add(Decision.of(row));
        return this;
    }

    /** A row of {@code coupon_issue_request} as it was at some earlier time; optional. */
    public synchronized Evidence storedEarlier(CouponIssueResult row) {
        storedBefore.add(Decision.of(row));
        return this;
    }

    /** A record of the results topic, those of a partition in offset order. */
    public synchronized Evidence published(PublishedResult result) {
        published.add(Decision.of(result));
        return this;
    }

    /** A row of {@code user_coupon} at the end. */
    public synchronized Evidence holding(Holding holding) {
        holdings.add(holding);
        return this;
    }

    /** A row of {@code coupon} at the end. */
    public synchronized Evidence coupon(Coupon coupon) {
        coupons.put(coupon.couponId(), coupon);
        return this;
    }

    /** The codes of a coupon, in the order in which they were imported. */
    public synchronized Evidence importedCodes(long couponId, List<String> codes) {
        importedCodes.computeIfAbsent(couponId, id -> new ArrayList<>()).addAll(codes);
        return this;
    }

    /** A code as the winner or an operator was shown it. */
    public synchronized Evidence shownCode(long couponId, long number, String code) {
        shownCodes.add(new ShownCode(couponId, number, code));
        return this;
    }

    List<CouponEdit> editsOf(long couponId) {
        return edits.getOrDefault(couponId, List.of());
    }

    /** How often an operator took the coupon from users. */
    long deletionsOf(long couponId) {
        return editsOf(couponId).stream()
                .filter(CouponEdit.HoldingsDeleted.class::isInstance)
                .count();
    }

    Map<UUID, Decision> storedById() {
        Map<UUID, Decision> byId = new HashMap<>(stored.size() * 2);
        stored.forEach(row -> byId.putIfAbsent(row.eventId(), row));
        return byId;
    }

    private static LogRecord readable(QueuePosition position, CouponIssueRequest request) {
        return new LogRecord(
                position.partition(),
                position.offset(),
                request.event().eventId(),
                request.event().couponId(),
                request.event().userId(),
                request.event().timestamp(),
                request.valid());
    }

    record ShownCode(long couponId, long number, String code) {}
}
