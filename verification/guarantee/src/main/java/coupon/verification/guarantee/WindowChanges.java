package coupon.verification.guarantee;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueStatus;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compares with the window and the pause as they are now. They are not known as they were, and an operator may change
 * them at any time: so a difference says that they were changed, not that anything is wrong.
 */
final class WindowChanges {
    private final @Nullable Coupon coupon;
    private final List<Decision> refusedWithin = new ArrayList<>();
    private final List<Decision> admittedOutside = new ArrayList<>();

    /** @param coupon as it is now; null if it is gone */
    WindowChanges(@Nullable Coupon coupon) {
        this.coupon = coupon;
    }

    void see(Decision row) {
        boolean refused = row.outcome() == CouponIssueStatus.BUSINESS_ERROR;
        if (coupon != null && refused == row.isWithin(coupon.opensAt(), coupon.closesAt(), coupon.paused())) {
            (refused ? refusedWithin : admittedOutside).add(row);
        }
    }

    void note(Findings findings) {
        note(findings, refusedWithin, "are BUSINESS_ERROR", "would be", "it was paused");
        note(findings, admittedOutside, "were let in", "would not be", "it is paused");
    }

    private static void note(Findings findings, List<Decision> rows, String what, String now, String orElse) {
        if (!rows.isEmpty()) {
            findings.note(
                    "%d requests %s though the coupon, as it is now, %s open for them, the first at %s: its window"
                                    .formatted(
                                            rows.size(), what, now, rows.get(0).where())
                            + " was different then, or " + orElse);
        }
    }
}
