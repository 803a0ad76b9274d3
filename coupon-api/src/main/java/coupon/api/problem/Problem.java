package coupon.api.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import coupon.core.domain.CouponIssueStatus;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * A problem of RFC 9457.
 *
 * @param type {@code about:blank} where the status says it all
 * @param instance the path that was asked for
 * @param outcome of a request that was refused
 * @param requestId of a request that was refused, or whose fate is unknown
 * @param errors what is wrong with which field
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        String instance,
        @Nullable CouponIssueStatus outcome,
        @Nullable UUID requestId,
        @Nullable List<FieldError> errors) {
    private static final String BLANK = "about:blank";

    /** @param detail for the client, without anything internal */
    public static Problem of(HttpStatus status, String detail, String instance) {
        return new Problem(BLANK, status.getReasonPhrase(), status.value(), detail, instance, null, null, null);
    }

    public Problem ofType(ProblemType type) {
        return new Problem(type.uri(), type.title(), status, detail, instance, outcome, requestId, errors);
    }

    Problem at(String instance) {
        return new Problem(type, title, status, detail, instance, outcome, requestId, errors);
    }

    public Problem about(UUID requestId, @Nullable CouponIssueStatus outcome) {
        return new Problem(type, title, status, detail, instance, outcome, requestId, errors);
    }

    public Problem withErrors(List<FieldError> errors) {
        return new Problem(type, title, status, detail, instance, outcome, requestId, errors);
    }

    /** @param field its path in the body, as in {@code totalQuantity} */
    public record FieldError(String field, String detail) {}
}
