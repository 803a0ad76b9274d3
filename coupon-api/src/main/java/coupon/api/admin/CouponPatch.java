package coupon.api.admin;

import coupon.api.problem.Problems;
import coupon.api.problem.Problems.FieldError;
import coupon.core.domain.CouponEdit;
import coupon.core.domain.CouponEdit.NewTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
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
        String name = value("name", CouponPatch::isName, JsonNode::asString, NewCoupon.NAME);
        Long added = value("addStock", CouponPatch::isQuantity, JsonNode::asLong, QUANTITY);
        var edit = new CouponEdit(
                name,
                added == null ? 0 : added,
                time("opensAt"),
                time("closesAt"),
                value("paused", JsonNode::isBoolean, JsonNode::asBoolean, "must be true or false"));
        if (!errors.isEmpty()) {
            throw Problems.invalidFields(errors);
        }
        return edit;
    }

    private static boolean isName(JsonNode value) {
        return value.isString() && NewCoupon.isName(value.asString());
    }

    private static boolean isQuantity(JsonNode value) {
        return value.isIntegralNumber()
                && value.canConvertToLong()
                && Math.abs(value.asLong()) <= CouponEdit.QUANTITY_MAX;
    }

    private @Nullable NewTime time(String field) {
        JsonNode value = body.path(field);
        if (value.isMissingNode()) {
            return null;
        }
        if (value.isNull()) {
            return new NewTime(null);
        }
        try {
            Instant moment = OffsetDateTime.parse(value.isString() ? value.asString() : "")
                    .toInstant();
            NewCoupon.checkTime(field, moment, errors);
            return new NewTime(moment);
        } catch (DateTimeException malformed) {
            errors.add(new FieldError(field, "must be an ISO-8601 time with offset, or null"));
            return null;
        }
    }

    /** Null if it is missing, or wrong. */
    private <T> @Nullable T value(
            String field, Predicate<JsonNode> isRight, Function<JsonNode, T> read, String otherwise) {
        JsonNode value = body.path(field);
        if (isRight.test(value)) {
            return read.apply(value);
        }
        if (!value.isMissingNode()) {
            errors.add(new FieldError(field, otherwise));
        }
        return null;
    }
}
