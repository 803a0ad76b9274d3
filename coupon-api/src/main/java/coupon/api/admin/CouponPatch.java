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
import org.jspecify.annotations.Nullable;
import org.springframework.web.ErrorResponseException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads an operator's edit, in which a field that is missing and one that is null mean different things. */
final class CouponPatch {
    private static final Set<String> FIELDS = Set.of("name", "addStock", "opensAt", "closesAt", "paused");

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
        var edit = new CouponEdit(name(), addStock(), time("opensAt"), time("closesAt"), paused());
        if (!errors.isEmpty()) {
            throw Problems.invalidFields(errors);
        }
        return edit;
    }

    private @Nullable String name() {
        if (!body.has("name")) {
            return null;
        }
        JsonNode value = body.path("name");
        String name = value.isString() ? value.asString() : null;
        CouponFields.checkName(name, errors);
        return name;
    }

    private long addStock() {
        if (!body.has("addStock")) {
            return 0;
        }
        JsonNode value = body.path("addStock");
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || Math.abs(value.asLong()) > CouponEdit.QUANTITY_MAX) {
            errors.add(new FieldError(
                    "addStock",
                    "must be a whole number from -" + CouponEdit.QUANTITY_MAX + " to " + CouponEdit.QUANTITY_MAX));
            return 0;
        }
        return value.asLong();
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
            CouponFields.checkTime(field, moment, errors);
            return new NewTime(moment);
        } catch (DateTimeException malformed) {
            errors.add(new FieldError(field, "must be an ISO-8601 time with offset, or null"));
            return null;
        }
    }

    private @Nullable Boolean paused() {
        if (!body.has("paused")) {
            return null;
        }
        JsonNode value = body.path("paused");
        if (!value.isBoolean()) {
            errors.add(new FieldError("paused", "must be true or false"));
            return null;
        }
        return value.asBoolean();
    }
}
