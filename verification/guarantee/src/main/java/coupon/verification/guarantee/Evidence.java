package coupon.verification.guarantee;

import coupon.core.domain.Coupon;
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
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All that was observed; an observer adds to it and decides nothing. Not for several threads. A million requests take
 * 350 MB.
 *
 * <p>Of a run that was watched it is complete or it is worthless: every client's every answer, every record of the log,
 * every row. It is read when the run has come to rest: all faults over and the consumer group's lag at 0. Of a coupon that
 * nobody watched it has what the records hold, as far as {@link Coverage} says.
 */
public final class Evidence {
    /** As they were before the first request. */
    public final Map<Long, Coupon> couponsBefore = new HashMap<>();

    /** As they are at the end. */
    public final Map<Long, Coupon> coupons = new HashMap<>();

    /** Rows of {@code user_coupon} from before the first request. */
    public final Set<Holding> holdingsBefore = new HashSet<>();

    /** Rows of {@code user_coupon} at the end. */
    public final List<Held> holdings = new ArrayList<>();

    /** In the order in which each coupon was edited. */
    public final List<CouponEdit> edits = new ArrayList<>();

    public final List<Answer> answers = new ArrayList<>();

    /** The events topic, the records of each partition in offset order. */
    public final List<LogRecord> log = new ArrayList<>();

    /** Records of the events topic that could not be decoded. */
    public final List<QueuePosition> undecodable = new ArrayList<>();

    /** By the positions of their originals in the events topic. */
    public final Set<QueuePosition> deadLetters = new HashSet<>();

    /** Rows of {@code coupon_issue_request} at the end. */
    public final List<Decision> stored = new ArrayList<>();

    /** Rows of {@code coupon_issue_request} as they were at some earlier time; optional. */
    public final List<Decision> storedBefore = new ArrayList<>();

    /** Rows of {@code coupon_issue_request} whose outcome is none. */
    public final List<WithoutOutcome> withoutOutcome = new ArrayList<>();

    /** Rows of {@code coupon_issue_request} of coupons that are not judged, for event ids that are in the log. */
    public final Map<UUID, Decision> storedForOthers = new HashMap<>();

    /** The results topic, the records of each partition in offset order. */
    public final List<Decision> published = new ArrayList<>();

    /** Rows of {@code coupon_stock_change}, in the order in which they were made; needed only without a watched run. */
    public final List<StockChange> stockChanges = new ArrayList<>();

    /** The codes of each coupon, in the order in which they were imported. */
    public final Map<Long, List<String>> importedCodes = new HashMap<>();

    /** Codes as winners or operators were shown them. */
    public final List<ShownCode> shownCodes = new ArrayList<>();

    Coverage coverage = Coverage.WHOLE;
    private @Nullable Requests requests;

    /** This is not of a watched run, but what the records of one coupon hold, as far as that. */
    public void covers(Coverage records) {
        coverage = records;
    }

    public void couponBefore(Coupon coupon) {
        couponsBefore.put(coupon.couponId(), coupon);
    }

    public void coupon(Coupon coupon) {
        coupons.put(coupon.couponId(), coupon);
    }

    public void holding(Holding holding) {
        holdings.add(new Held(holding.couponId(), holding.userId(), 0));
    }

    public void logged(QueuePosition position, DecodedRecord record) {
        if (record instanceof Decodable decodable) {
            log.add(LogRecord.of(
                    position, decodable.request().event(), decodable.request().valid()));
        } else {
            undecodable.add(position);
        }
    }

    public void stored(CouponIssueResult row) {
        stored.add(Decision.of(row));
    }

    public void storedEarlier(CouponIssueResult row) {
        storedBefore.add(Decision.of(row));
    }

    public void published(PublishedResult result) {
        published.add(Decision.of(result));
    }

    /** Those in the log of which no row is known. */
    public Set<UUID> idsWithoutRow() {
        Set<UUID> ids = new HashSet<>(log.size() * 2);
        log.forEach(record -> ids.add(record.eventId()));
        stored.forEach(row -> ids.remove(row.eventId()));
        return ids;
    }

    List<CouponEdit> editsOf(long couponId) {
        return edits.stream().filter(edit -> edit.couponId() == couponId).toList();
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

    /**
     * A row of {@code user_coupon}.
     *
     * @param issuedAtMicros a run that was watched does not need it
     */
    public record Held(long couponId, long userId, long issuedAtMicros) {}

    /** A row of {@code coupon_issue_request} that says no outcome. */
    public record WithoutOutcome(QueuePosition position, UUID eventId, String outcome) {}

    public record ShownCode(long couponId, long number, String code) {}
}
