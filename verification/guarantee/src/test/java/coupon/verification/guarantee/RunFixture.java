package coupon.verification.guarantee;

import static coupon.core.testing.Fixtures.NOON;
import static coupon.core.testing.Fixtures.aCoupon;
import static java.util.stream.Collectors.toCollection;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.CouponIssueRequest;
import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.CouponIssueStatus;
import coupon.core.domain.Holding;
import coupon.core.domain.QueuePosition;
import coupon.core.queue.wire.DecodedRecord;
import coupon.core.queue.wire.DecodedRecord.Decodable;
import coupon.core.queue.wire.DecodedRecord.Undecodable;
import coupon.core.queue.wire.PublishedResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A short run of coupon 1 that a test builds, and then spoils. */
final class RunFixture {
    final List<Answer> answers = new ArrayList<>();
    final Map<QueuePosition, DecodedRecord> log = new LinkedHashMap<>();
    final List<QueuePosition> deadLetters = new ArrayList<>();
    final List<CouponIssueResult> stored = new ArrayList<>();
    final List<CouponIssueResult> storedBefore = new ArrayList<>();
    final List<PublishedResult> published = new ArrayList<>();
    final List<Holding> holdings = new ArrayList<>();
    final List<Holding> holdingsBefore = new ArrayList<>();
    final List<CouponEdit> edits = new ArrayList<>();
    Coupon before;
    long lastNumber;

    @Nullable
    Coupon after;

    RunFixture(long stock) {
        this(aCoupon().withStock(stock).build());
    }

    RunFixture(Coupon coupon) {
        before = coupon;
        after = coupon;
    }

    /** A user asks, and all goes well: accepted, queued, decided, stored, published. */
    UUID request(long userId, CouponIssueStatus outcome) {
        return request(userId, outcome, NOON);
    }

    UUID request(long userId, CouponIssueStatus outcome, Instant at) {
        CouponIssueRequest request = queued(0, new CouponIssueEvent(UUID.randomUUID(), userId, 1, at));
        answers.add(Answer.accepted(1, userId, request.event().eventId()));
        decided(request, outcome);
        return request.event().eventId();
    }

    /** A record at the end of a partition, of which nothing else is known. */
    CouponIssueRequest queued(int partition, CouponIssueEvent event) {
        var request = new CouponIssueRequest(event, endOf(partition));
        log.put(request.position(), new Decodable(request));
        return request;
    }

    QueuePosition noise() {
        QueuePosition position = endOf(0);
        log.put(position, new Undecodable("noise"));
        return position;
    }

    /** Decided, stored, published. */
    void decided(CouponIssueRequest request, CouponIssueStatus outcome) {
        Long number = outcome == CouponIssueStatus.SUCCESS ? ++lastNumber : null;
        CouponIssueResult row = CouponIssueResult.of(request, outcome, NOON.plusSeconds(stored.size()), number);
        stored.add(row);
        published.add(published(row));
        if (row.isSuccess()) {
            holdings.add(row.holding());
            leaves(stockLeft() - 1);
        }
    }

    void leaves(long stock) {
        becomes(after == null ? 0 : after.totalQuantity(), stock);
    }

    void becomes(long totalQuantity, long stock) {
        after = new Coupon(
                1,
                before.name(),
                totalQuantity,
                stock,
                before.opensAt(),
                before.closesAt(),
                before.paused(),
                0,
                lastNumber,
                null);
    }

    /** The stored row is another one than the one so far. */
    void becomes(int row, CouponIssueStatus outcome) {
        CouponIssueResult was = stored.get(row);
        stored.set(
                row,
                new CouponIssueResult(
                        was.eventId(),
                        was.userId(),
                        was.couponId(),
                        outcome,
                        was.requestedAt(),
                        was.decidedAt(),
                        was.position(),
                        outcome == CouponIssueStatus.SUCCESS ? was.number() : null));
    }

    static PublishedResult published(CouponIssueResult row) {
        return new PublishedResult(
                row.eventId(),
                row.userId(),
                row.couponId(),
                row.outcome(),
                row.decidedAt(),
                row.position().partition(),
                row.position().offset(),
                row.number());
    }

    Evidence evidence() {
        var evidence = new Evidence();
        evidence.couponBefore(before);
        if (after != null) {
            evidence.coupon(after);
        }
        holdingsBefore.forEach(evidence::holdingBefore);
        edits.forEach(evidence::edited);
        answers.forEach(evidence::answered);
        log.forEach(evidence::logged);
        deadLetters.forEach(evidence::deadLettered);
        stored.forEach(evidence::stored);
        storedBefore.forEach(evidence::storedEarlier);
        published.forEach(evidence::published);
        holdings.forEach(evidence::holding);
        return evidence;
    }

    /** The numbers of the guarantees that are broken. */
    Set<String> broken() {
        return Guarantees.check(evidence()).stream()
                .map(violation -> violation.guarantee().substring(0, 2))
                .collect(toCollection(TreeSet::new));
    }

    private long stockLeft() {
        return after == null ? 0 : after.stock();
    }

    private QueuePosition endOf(int partition) {
        return new QueuePosition(
                partition,
                log.keySet().stream().filter(it -> it.partition() == partition).count());
    }
}
