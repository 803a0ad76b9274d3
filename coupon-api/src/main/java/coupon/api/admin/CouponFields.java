package coupon.api.admin;

import coupon.api.problem.Problems.FieldError;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a field of a coupon may hold, whether it is created or edited. */
final class CouponFields {
    private static final int NAME_CHARACTERS_MAX = 200;
    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

    private CouponFields() {}

    static void checkName(@Nullable String name, List<FieldError> errors) {
        if (name == null || name.isBlank() || name.codePointCount(0, name.length()) > NAME_CHARACTERS_MAX) {
            errors.add(new FieldError("name", "must have 1 to " + NAME_CHARACTERS_MAX + " characters"));
        }
    }

    static void checkTime(String field, @Nullable Instant moment, List<FieldError> errors) {
        if (moment != null && (moment.isBefore(EARLIEST) || moment.isAfter(LATEST))) {
            errors.add(new FieldError(field, "must be in the years 1970 to 9999"));
        }
    }
}
