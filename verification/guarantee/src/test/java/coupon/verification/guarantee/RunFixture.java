package coupon.verification.guarantee;

import static coupon.core.testing.Fixtures.NOON;
import static coupon.core.testing.Fixtures.aCoupon;
import static java.util.stream.Collectors.toCollection;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.CouponIssueRequest;
import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.CouponIssueStatus;
import coupon.core.domain.QueuePosition;
import coupon.core.queue.wire.DecodedRecord.Decodable;
import coupon.core.queue.wire.DecodedRecord.Undecodable;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;

/** A short run of coupon 1 that a test builds, and then spoils. */
final class RunFixture {
    final Evidence evidence = new Evidence();
    long lastNumber;

    RunFixture(long stock) {
        this(aCoupon().withStock(stock).build());
    }

    RunFixture(Coupon coupon) {
        evidence.couponBefore(coupon);
        evidence.coupon(coupon);
    }

    /** A user asks, and all goes well: accepted, queued, decided, stored, published. */
    UUID request(long userId, CouponIssueStatus outcome) {
        return request(userId, outcome, NOON);
    }

    UUID request(long userId, CouponIssueStatus outcome, Instant at) {
        CouponIssueRequest request = queued(0, new CouponIssueEvent(UUID.randomUUID(), userId, 1, at));
        evidence.answers.add(Answer.accepted(1, userId, request.event().eventId()));
        decided(request, outcome);
        return request.event().eventId();
    }

    /** A record at the end of a partition, of which nothing else is known. */
    CouponIssueRequest queued(int partition, CouponIssueEvent event) {
        var request = new CouponIssueRequest(event, endOf(partition));
        evidence.logged(request.position(), new Decodable(request));
        return request;
    }

    QueuePosition noise() {
        QueuePosition position = endOf(0);
        evidence.logged(position, new Undecodable("noise"));
        return position;
    }

    /** Decided, stored, published. */
    void decided(CouponIssueRequest request, CouponIssueStatus outcome) {
        int row = evidence.stored.size();
        Long number = outcome == CouponIssueStatus.SUCCESS ? ++lastNumber : null;
        evidence.stored(CouponIssueResult.of(request, outcome, NOON.plusSeconds(row), number));
        publish(row);
        if (outcome == CouponIssueStatus.SUCCESS) {
            evidence.holding(request.wanted());
            leaves(coupon().stock() - 1);
        }
    }

    /** The result of the stored row as it is now. */
    void publish(int row) {
        Decision stored = evidence.stored.get(row);
        evidence.published.add(stored.asPublished(stored.number()));
    }

    void leaves(long stock) {
        becomes(coupon().totalQuantity(), stock);
    }

    void becomes(long totalQuantity, long stock) {
        Coupon was = coupon();
        evidence.coupon(new Coupon(
                1,
                was.name(),
                totalQuantity,
                stock,
                was.opensAt(),
                was.closesAt(),
                was.paused(),
                0,
                lastNumber,
                was.codes()));
    }

    /** The stored row is another one than the one so far. */
    void becomes(int row, CouponIssueStatus outcome) {
        Decision was = evidence.stored.get(row);
        evidence.stored.set(
                row,
                new Decision(
                        was.eventId(),
                        was.couponId(),
                        was.userId(),
                        outcome,
                        was.requestedAtMicros(),
                        was.decidedAtMicros(),
                        was.partition(),
                        was.offset(),
                        outcome == CouponIssueStatus.SUCCESS ? was.number() : null));
    }

    /** The numbers of the guarantees that are broken. */
    Set<String> broken() {
        return Guarantees.check(evidence).stream()
                .map(violation -> violation.guarantee().substring(0, 2))
                .collect(toCollection(TreeSet::new));
    }

    private Coupon coupon() {
        return Objects.requireNonNull(evidence.coupons.get(1L));
    }

    private QueuePosition endOf(int partition) {
        return new QueuePosition(
                partition,
                Stream.concat(evidence.log.stream().map(LogRecord::position), evidence.undecodable.stream())
                        .filter(it -> it.partition() == partition)
                        .count());
    }
}
