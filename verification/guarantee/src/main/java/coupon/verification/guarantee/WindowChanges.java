package coupon.verification.guarantee;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueStatus;
import org.jspecify.annotations.Nullable;

/**
 * Compares with the window and the pause as they are now. They are not known as they were, and an operator may change
 * them at any time: so a difference says that they were changed, not that anything is wrong.
 */
final class WindowChanges {
    private final @Nullable Coupon coupon;
    private long refusedWithin;
    private long admittedOutside;
    private @Nullable Decision firstRefused;
    private @Nullable Decision firstAdmitted;

    /** @param coupon as it is now; null if it is gone */
    WindowChanges(@Nullable Coupon coupon) {
        this.coupon = coupon;
    }

    void see(LogRecord record, Decision row) {
        boolean refused = row.outcome() == CouponIssueStatus.BUSINESS_ERROR;
        if (coupon == null || refused != record.isWithin(coupon.opensAt(), coupon.closesAt(), coupon.paused())) {
            return;
        }
        if (refused) {
            refusedWithin++;
            firstRefused = firstRefused == null ? row : firstRefused;
        } else {
            admittedOutside++;
            firstAdmitted = firstAdmitted == null ? row : firstAdmitted;
        }
    }

    void note(Findings findings) {
        if (firstRefused != null) {
            findings.note(
                    refusedWithin + " requests are BUSINESS_ERROR though the coupon, as it is now, would be open for"
                            + " them, the first at " + firstRefused.where()
                            + ": its window was different then, or it was paused");
        }
        if (firstAdmitted != null) {
            findings.note(
                    admittedOutside + " requests were let in though the coupon, as it is now, would not be open for"
                            + " them, the first at " + firstAdmitted.where()
                            + ": its window was different then, or it is paused");
        }
    }
}
