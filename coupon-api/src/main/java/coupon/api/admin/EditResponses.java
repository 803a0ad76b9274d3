package coupon.api.admin;

import coupon.api.coupon.CouponView;
import coupon.api.problem.Problem;
import coupon.api.problem.ProblemType;
import coupon.core.domain.CouponEdit;
import coupon.core.domain.CouponEdit.Edited;
import coupon.core.domain.CouponEdit.Refusal;
import java.time.Instant;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** The result of an edit as a response. */
final class EditResponses {
    private final String path;

    /** @param path of the request */
    EditResponses(String path) {
        this.path = path;
    }

    ResponseEntity<?> of(CouponEdit.Result result, Instant now) {
        return result instanceof Edited edited
                ? CouponView.tagged(ResponseEntity.ok(), edited.coupon(), now)
                : refused((Refusal) result);
    }

    ResponseEntity<?> notFound() {
        return problem(HttpStatus.NOT_FOUND, ProblemType.UNKNOWN_COUPON, "There is no such coupon.");
    }

    /** Of RFC 6585: an edit that does not say what it edits could undo another that it has not seen. */
    ResponseEntity<?> versionRequired() {
        return problem(
                HttpStatus.PRECONDITION_REQUIRED,
                ProblemType.VERSION_REQUIRED,
                "Send the coupon's ETag as If-Match, or If-Match: * to change any version.");
    }

    private ResponseEntity<?> refused(Refusal refusal) {
        return switch (refusal) {
            case STALE ->
                problem(
                        HttpStatus.PRECONDITION_FAILED,
                        ProblemType.EDITED_MEANWHILE,
                        "The coupon was changed since this version; nothing was changed.");
            case STOCK_NEEDS_CODES ->
                problem(
                        HttpStatus.CONFLICT,
                        ProblemType.STOCK_TOO_LOW,
                        "The stock of this coupon is its codes: import more of them; nothing was changed.");
            case STOCK_BELOW_ZERO ->
                problem(
                        HttpStatus.CONFLICT,
                        ProblemType.STOCK_TOO_LOW,
                        "Insufficient stock: it never falls below 0; nothing was changed.");
            case STOCK_TOO_LARGE ->
                problem(
                        HttpStatus.CONFLICT,
                        ProblemType.INVALID_FIELDS,
                        "A coupon has at most " + CouponEdit.QUANTITY_MAX + " pieces; nothing was changed.");
            case CLOSES_BEFORE_IT_OPENS ->
                problem(
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        ProblemType.INVALID_FIELDS,
                        "closesAt must be later than opensAt; nothing was changed.");
        };
    }

    private ResponseEntity<?> problem(HttpStatus status, ProblemType type, String detail) {
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(Problem.of(status, detail, path).ofType(type));
    }
}
