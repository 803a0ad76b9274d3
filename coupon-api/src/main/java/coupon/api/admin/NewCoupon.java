package coupon.api.admin;

import coupon.api.problem.Problems;
import coupon.api.problem.Problems.FieldError;
import coupon.core.domain.CouponEdit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.ErrorResponseException;

/** A coupon that an operator asks for: the body as it came, anything of it missing. */
record NewCoupon(
        @Nullable String name,
        @Nullable Long totalQuantity,
        @Nullable Boolean codes,
        @Nullable Instant opensAt,
        @Nullable Instant closesAt) {
    /**
     * Its parts, if they make a coupon.
     *
     * @throws ErrorResponseException naming every field that is wrong
     */
    Valid validated() {
        List<FieldError> errors = new ArrayList<>();
        CouponFields.checkName(name, errors);
        boolean withCodes = Boolean.TRUE.equals(codes);
        if (withCodes) {
            if (totalQuantity != null) {
                errors.add(new FieldError("totalQuantity", "must be missing: the imported codes are the stock"));
            }
        } else if (totalQuantity == null || totalQuantity < 1 || totalQuantity > CouponEdit.QUANTITY_MAX) {
            errors.add(new FieldError("totalQuantity", "must be a number from 1 to " + CouponEdit.QUANTITY_MAX));
        }
        CouponFields.checkTime("opensAt", opensAt, errors);
        CouponFields.checkTime("closesAt", closesAt, errors);
        if (opensAt != null && closesAt != null && !opensAt.isBefore(closesAt)) {
            errors.add(new FieldError("closesAt", "must be later than opensAt"));
        }
        if (!errors.isEmpty() || name == null) {
            throw Problems.invalidFields(errors);
        }
        return new Valid(name, totalQuantity, opensAt, closesAt);
    }

    /** @param totalQuantity null: a coupon whose stock is its codes */
    record Valid(
            String name,
            @Nullable Long totalQuantity,
            @Nullable Instant opensAt,
            @Nullable Instant closesAt) {}
}
