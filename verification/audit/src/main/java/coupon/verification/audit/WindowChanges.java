package coupon.verification.audit;

import coupon.core.domain.CouponIssueStatus;
import org.jspecify.annotations.Nullable;

/**
 * Compares with the window and the pause as they are now. They are not known as they were, and an operator may change
 * them at any time: so a difference says that they were changed, not that anything is wrong.
 */
final class WindowChanges {
    private final CouponRow coupon;
    private long refusedWithin;
    private long admittedOutside;
    private @Nullable Request firstRefused;
    private @Nullable Request firstAdmitted;

    WindowChanges(CouponRow coupon) {
        this.coupon = coupon;
    }

    void see(Request request) {
        boolean refused = request.is(CouponIssueStatus.BUSINESS_ERROR);
        boolean openNow = coupon.isOpenNowFor(request.requestedAtMillis);
        if (refused && openNow) {
            refusedWithin++;
            firstRefused = firstRefused == null ? request : firstRefused;
        } else if (!refused && !openNow) {
            admittedOutside++;
            firstAdmitted = firstAdmitted == null ? request : firstAdmitted;
        }
    }

    void note(Findings findings) {
        if (firstRefused != null) {
            findings.note(
                    refusedWithin + " requests are BUSINESS_ERROR though the coupon, as it is now, would be open for"
                            + " them, the first at " + firstRefused.position()
                            + ": its window was different then, or it was paused");
        }
        if (firstAdmitted != null) {
            findings.note(
                    admittedOutside + " requests were let in though the coupon, as it is now, would not be open for"
                            + " them, the first at " + firstAdmitted.position()
                            + ": its window was different then, or it is paused");
        }
    }
}
