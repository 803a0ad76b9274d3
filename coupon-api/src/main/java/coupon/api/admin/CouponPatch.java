package coupon.api.admin;

import static java.util.Objects.requireNonNullElse;

import coupon.api.problem.Problems;
import coupon.api.problem.Problems.FieldError;
import coupon.core.domain.CouponEdit;
import coupon.core.domain.CouponEdit.NewTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.web.ErrorResponseException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads an operator's edit, in which a field that is missing and one that is null mean different things. */
final class CouponPatch {
    private static final Set<String> FIELDS = Set.of("name", "addStock", "opensAt", "closesAt", "paused");

    private static final String QUANTITY =
            "must be a whole number from -" + CouponEdit.QUANTITY_MAX + " to " + CouponEdit.QUANTITY_MAX;

    private final ObjectNode body;
    private final List<FieldError> errors = new ArrayList<>();

    private CouponPatch(ObjectNode body) {
        this.body = body;
    }

    /** @throws ErrorResponseException naming every field that is wrong */
    static CouponEdit read(ObjectNode body) {
        return new CouponPatch(body).edit();
    }

    private CouponEdit edit() {
        body.propertyNames().stream()
                .filter(field -> !FIELDS.contains(field))
                .forEach(unknown -> errors.add(new FieldError(unknown, "is not known")));
        var edit = new CouponEdit(
                value("name", value -> value.stringValueOpt().filter(NewCoupon::isName), NewCoupon.NAME),
                requireNonNullElse(value("addStock", CouponPatch::quantity, QUANTITY), 0L),
                time("opensAt"),
                time("closesAt"),
                value("paused", JsonNode::booleanValueOpt, "must be true or false"));
        if (!errors.isEmpty()) {
            throw Problems.invalidFields(errors);
        }
        return edit;
    }

    private @Nullable NewTime time(String field) {
        if (body.path(field).isNull()) {
            return new NewTime(null);
        }
        Instant moment = value(field, CouponPatch::moment, "must be an ISO-8601 time with offset, or null");
        NewCoupon.checkTime(field, moment, errors);
        return moment == null ? null : new NewTime(moment);
    }

    /** Null if it is missing, or wrong. */
    private <T> @Nullable T value(String field, Function<JsonNode, Optional<T>> read, String otherwise) {
        Optional<T> value = read.apply(body.path(field));
        if (value.isEmpty() && body.has(field)) {
            errors.add(new FieldError(field, otherwise));
        }
        return value.orElse(null);
    }

    private static Optional<Long> quantity(JsonNode value) {
        return Optional.of(value)
                .filter(number -> number.isIntegralNumber() && number.canConvertToLong())
                .map(JsonNode::longValue)
                .filter(quantity -> Math.abs(quantity) <= CouponEdit.QUANTITY_MAX);
    }

    private static Optional<Instant> moment(JsonNode value) {
        try {
            return value.stringValueOpt().map(text -> OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException malformed) {
            return Optional.empty();
        }
    }
}
