package coupon.api.admin;

import coupon.api.problem.ProblemType;
import coupon.core.domain.CouponEdit;
import coupon.core.domain.CouponEdit.Refusal;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;

/** Edits that are refused, as problems. */
final class EditProblems {
    private EditProblems() {}

    /** Of RFC 6585: an edit that does not say what it edits could undo another that it has not seen. */
    static ErrorResponseException versionRequired() {
        return ProblemType.VERSION_REQUIRED.exception(
                "Send the coupon's ETag as If-Match, or If-Match: * to change any version.");
    }

    static ErrorResponseException of(Refusal refusal) {
        return switch (refusal) {
            case STALE ->
                ProblemType.EDITED_MEANWHILE.exception(
                        "The coupon was changed since this version; nothing was changed.");
            case STOCK_NEEDS_CODES ->
                ProblemType.STOCK_TOO_LOW.exception(
                        "The stock of this coupon is its codes: import more of them; nothing was changed.");
            case STOCK_BELOW_ZERO ->
                ProblemType.STOCK_TOO_LOW.exception("Insufficient stock: it never falls below 0; nothing was changed.");
            case STOCK_TOO_LARGE ->
                ProblemType.INVALID_FIELDS.exception(
                        HttpStatus.CONFLICT,
                        "A coupon has at most " + CouponEdit.QUANTITY_MAX + " pieces; nothing was changed.");
            case CLOSES_BEFORE_IT_OPENS ->
                ProblemType.INVALID_FIELDS.exception(
                        HttpStatus.UNPROCESSABLE_CONTENT, "closesAt must be later than opensAt; nothing was changed.");
        };
    }
}
