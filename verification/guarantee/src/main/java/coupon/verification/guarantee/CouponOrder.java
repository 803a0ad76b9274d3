package coupon.verification.guarantee;

/** The valid requests for one coupon, judged one after the other: partition by partition, in offset order. */
interface CouponOrder {
    /** @param row stored for the request of this record */
    void judge(LogRecord record, Decision row);

    /** A request that has no outcome is here: no later one may have one. */
    void undecided();

    /** There are no more. */
    void end();
}
