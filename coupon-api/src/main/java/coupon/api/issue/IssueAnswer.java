package coupon.api.issue;

import coupon.api.result.RequestTicket;
import coupon.api.result.RequestView;
import coupon.core.domain.CouponIssueEvent;

/** What comes of a call that asks for a coupon. */
sealed interface IssueAnswer {
    /** Nothing was queued. */
    record Refused(CouponIssueEvent event, EarlyRefusal reason) implements IssueAnswer {}

    /** It is queued, and not decided as far as is known here. */
    record Queued(RequestView request, RequestTicket ticket) implements IssueAnswer {}

    /** It was decided while the caller waited, or long before and nothing was queued now. */
    record Decided(RequestView request) implements IssueAnswer {}

    /** It may be queued or not. */
    record Unknown(CouponIssueEvent event) implements IssueAnswer {}
}
