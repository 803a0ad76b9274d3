package coupon.api.admin;

import coupon.api.problem.InvalidFieldsException;
import coupon.api.problem.Problem.FieldError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A coupon that an operator asks for: the body as it came, anything of it missing. */
record NewCoupon(
        @Nullable String name,
        @Nullable Long totalQuantity,
        @Nullable Instant opensAt,
        @Nullable Instant closesAt) {
    private static final int NAME_CHARACTERS_MAX = 200;
    private static final long TOTAL_QUANTITY_MAX = 1_000_000_000;
    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

    /**
     * Its parts, if they make a coupon.
     *
     * @throws InvalidFieldsException naming every field that is wrong
     */
    Valid validated() {
        List<FieldError> errors = new ArrayList<>();
        if (name == null || name.isBlank() || name.codePointCount(0, name.length()) > NAME_CHARACTERS_MAX) {
            errors.add(new FieldError("name", "must have 1 to " + NAME_CHARACTERS_MAX + " characters"));
        }
        if (totalQuantity == null || totalQuantity < 1 || totalQuantity > TOTAL_QUANTITY_MAX) {
            errors.add(new FieldError("totalQuantity", "must be a number from 1 to " + TOTAL_QUANTITY_MAX));
        }
        checkTime("opensAt", opensAt, errors);
        checkTime("closesAt", closesAt, errors);
        if (opensAt != null && closesAt != null && !opensAt.isBefore(closesAt)) {
            errors.add(new FieldError("closesAt", "must be later than opensAt"));
        }
        if (!errors.isEmpty() || name == null || totalQuantity == null) {
            throw new InvalidFieldsException(errors);
        }
        return new Valid(name, totalQuantity, opensAt, closesAt);
    }

    private static void checkTime(String field, @Nullable Instant moment, List<FieldError> errors) {
        if (moment != null && (moment.isBefore(EARLIEST) || moment.isAfter(LATEST))) {
            errors.add(new FieldError(field, "must be in the years 1970 to 9999"));
        }
    }

    record Valid(
            String name,
            long totalQuantity,
            @Nullable Instant opensAt,
            @Nullable Instant closesAt) {}
}
