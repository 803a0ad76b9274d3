package coupon.verification.audit;

import coupon.core.domain.CouponIssueStatus;

/**
 * Compares with the window and the pause as they are now. They are not known as they were, and an operator may change
 * them at any time: so a difference says that they were changed, not that anything is wrong.
 */
final class WindowChanges {
    private final RequestTable requests;
    private final CouponBook coupon;
    private long refusedWithin;
    private long admittedOutside;
    private int firstRefused = RequestTable.NONE;
    private int firstAdmitted = RequestTable.NONE;

    WindowChanges(RequestTable requests, CouponBook coupon) {
        this.requests = requests;
        this.coupon = coupon;
    }

    void see(int row, CouponIssueStatus stored) {
        boolean refused = stored == CouponIssueStatus.BUSINESS_ERROR;
        boolean openNow = coupon.isOpenNowFor(requests.requestedAtMillis(row));
        if (refused && openNow) {
            refusedWithin++;
            firstRefused = firstRefused == RequestTable.NONE ? row : firstRefused;
        } else if (!refused && !openNow) {
            admittedOutside++;
            firstAdmitted = firstAdmitted == RequestTable.NONE ? row : firstAdmitted;
        }
    }

    void note(Findings findings) {
        if (refusedWithin > 0) {
            findings.note(
                    refusedWithin + " requests are BUSINESS_ERROR though the coupon, as it is now, would be open for"
                            + " them, the first at " + requests.place(firstRefused)
                            + ": its window was different then, or it was paused");
        }
        if (admittedOutside > 0) {
            findings.note(
                    admittedOutside + " requests were let in though the coupon, as it is now, would not be open for"
                            + " them, the first at " + requests.place(firstAdmitted)
                            + ": its window was different then, or it is paused");
        }
    }
}
