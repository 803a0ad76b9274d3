package coupon.api.admin;

import coupon.api.problem.Problems;
import coupon.api.problem.Problems.FieldError;
import coupon.core.domain.Coupon;
import coupon.core.domain.CouponEdit;
import coupon.core.store.CouponRepository;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.ErrorResponseException;
import reactor.core.publisher.Mono;

/** A coupon that an operator asks for: the body as it came, anything of it missing. */
record NewCoupon(
        @Nullable String name,
        @Nullable Long totalQuantity,
        @Nullable Boolean codes,
        @Nullable Instant opensAt,
        @Nullable Instant closesAt) {
    private static final int NAME_CHARACTERS_MAX = 200;
    static final String NAME = "must have 1 to " + NAME_CHARACTERS_MAX + " characters";

    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

    /** @throws ErrorResponseException naming every field that is wrong, before anything is done */
    Mono<Coupon> createIn(CouponRepository coupons, String operator) {
        List<FieldError> errors = new ArrayList<>();
        if (!isName(name)) {
            errors.add(new FieldError("name", NAME));
        }
        boolean withCodes = Boolean.TRUE.equals(codes);
        if (withCodes && totalQuantity != null) {
            errors.add(new FieldError("totalQuantity", "must be missing: the imported codes are the stock"));
        } else if (!withCodes
                && (totalQuantity == null || totalQuantity < 1 || totalQuantity > CouponEdit.QUANTITY_MAX)) {
            errors.add(new FieldError("totalQuantity", "must be a number from 1 to " + CouponEdit.QUANTITY_MAX));
        }
        checkTime("opensAt", opensAt, errors);
        checkTime("closesAt", closesAt, errors);
        if (opensAt != null && closesAt != null && !opensAt.isBefore(closesAt)) {
            errors.add(new FieldError("closesAt", "must be later than opensAt"));
        }
        if (!errors.isEmpty() || name == null) {
            throw Problems.invalidFields(errors);
        }
        return coupons.create(name, totalQuantity, opensAt, closesAt, operator);
    }

    static boolean isName(@Nullable String text) {
        return text != null && !text.isBlank() && text.codePointCount(0, text.length()) <= NAME_CHARACTERS_MAX;
    }

    static void checkTime(String field, @Nullable Instant moment, List<FieldError> errors) {
        if (moment != null && (moment.isBefore(EARLIEST) || moment.isAfter(LATEST))) {
            errors.add(new FieldError(field, "must be in the years 1970 to 9999"));
        }
    }
}
