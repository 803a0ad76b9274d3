package coupon.core.domain;

/**
 * An event at its position in the queue.
 *
 * @param valid false if the event breaks the wire contract in a way that still lets it be decided: a wrong id,
 *     an unknown version, a key that is not the coupon's
 */
public record CouponIssueRequest(CouponIssueEvent event, QueuePosition position, boolean valid) {
    public CouponIssueRequest {
        if (valid && !event.isValid()) {
            throw new IllegalArgumentException("a request is not more valid than its event: " + event);
        }
    }

    public CouponIssueRequest(CouponIssueEvent event, QueuePosition position) {
        this(event, position, event.isValid());
    }

    public Holding wanted() {
        return new Holding(event.couponId(), event.userId());
    }
}
