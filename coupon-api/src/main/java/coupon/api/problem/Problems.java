package coupon.api.problem;

import coupon.core.domain.CouponIssueStatus;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** Problems whose status says it all, and what problems carry beyond RFC 9457. */
public final class Problems {
    private static final URI BLANK = URI.create("about:blank");
    /** How long a client shall wait before it repeats its request after an outage. */
    private static final String RETRY_AFTER_SECONDS = "2";

    private Problems() {}

    /** @param detail for the client, without anything internal */
    public static ProblemDetail of(HttpStatus status, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(BLANK);
        return problem;
    }

    public static ErrorResponseException exception(HttpStatus status, String detail) {
        return new Refusal(of(status, detail));
    }

    public static ErrorResponseException unknownCoupon(long couponId) {
        return ProblemType.UNKNOWN_COUPON.exception("There is no coupon " + couponId + ".");
    }

    /** With {@code Retry-After}. */
    public static ErrorResponseException later(ProblemType type, String detail) {
        ErrorResponseException refusal = type.exception(detail);
        refusal.getHeaders().set(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        return refusal;
    }

    /** A body whose fields can be read and make no sense. */
    public static ErrorResponseException invalidFields(String detail, List<FieldError> errors) {
        ErrorResponseException refusal = ProblemType.INVALID_FIELDS.exception(detail);
        refusal.getBody().setProperty("errors", List.copyOf(errors));
        return refusal;
    }

    public static ErrorResponseException invalidFields(List<FieldError> errors) {
        return invalidFields("Fields of the body are invalid.", errors);
    }

    /** @param outcome null if the request's fate is unknown */
    public static ProblemDetail about(ProblemDetail problem, UUID requestId, @Nullable CouponIssueStatus outcome) {
        if (outcome != null) {
            problem.setProperty("outcome", outcome);
        }
        problem.setProperty("requestId", requestId);
        return problem;
    }

    /** Thrown to be answered as it is. Without a stack: what a client does wrong has none worth walking. */
    static final class Refusal extends ErrorResponseException {
        private static final long serialVersionUID = 1L;

        Refusal(ProblemDetail problem) {
            super(HttpStatus.valueOf(problem.getStatus()), problem, null);
        }

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }

    /** @param field its path in the body, as in {@code totalQuantity} */
    public record FieldError(String field, String detail) {}
}
