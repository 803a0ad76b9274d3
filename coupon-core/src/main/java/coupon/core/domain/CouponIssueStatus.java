package coupon.core.domain;

/** The one final outcome of a request. The names are stored, published and answered as they stand here. */
public enum CouponIssueStatus {
    /** The user has the coupon now. */
    SUCCESS,
    /** The request is malformed, or its coupon does not exist. */
    VALIDATION_FAILED,
    /** The user already had this coupon. */
    DUPLICATE_REQUEST,
    /** Nothing was left when the request's turn came. */
    OUT_OF_STOCK,
    /** The coupon was not open: not yet, no longer, or paused. */
    BUSINESS_ERROR,
    /** The request alone kept failing for a reason that is no outage. */
    SYSTEM_ERROR
}
