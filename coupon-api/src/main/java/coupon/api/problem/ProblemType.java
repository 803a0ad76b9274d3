package coupon.api.problem;

import java.net.URI;
import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** The problems that a client may want to tell apart beyond their status. */
public enum ProblemType {
    UNKNOWN_COUPON(HttpStatus.NOT_FOUND, "Coupon not found"),
    OUT_OF_STOCK(HttpStatus.CONFLICT, "Insufficient stock"),
    DUPLICATE_REQUEST(HttpStatus.CONFLICT, "Already issued"),
    NOT_OPEN(HttpStatus.UNPROCESSABLE_CONTENT, "Coupon not open"),
    REFUSED(HttpStatus.UNPROCESSABLE_CONTENT, "Request refused"),
    DECISION_FAILED(HttpStatus.INTERNAL_SERVER_ERROR, "Decision failed"),
    QUEUE_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "Queue unavailable"),
    ACKNOWLEDGEMENT_UNKNOWN(HttpStatus.GATEWAY_TIMEOUT, "Acknowledgement unknown"),
    STORE_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "Service unavailable"),
    TOO_MANY_REQUESTS(HttpStatus.TOO_MANY_REQUESTS, "Too many requests"),
    TOO_MANY_STREAMS(HttpStatus.SERVICE_UNAVAILABLE, "Too many streams"),
    VERSION_REQUIRED(HttpStatus.PRECONDITION_REQUIRED, "Precondition required"),
    EDITED_MEANWHILE(HttpStatus.PRECONDITION_FAILED, "Version conflict"),
    STOCK_TOO_LOW(HttpStatus.CONFLICT, "Insufficient stock"),
    INVALID_FIELDS(HttpStatus.BAD_REQUEST, "Invalid fields");

    private final HttpStatus status;
    private final String title;
    private final URI uri;

    ProblemType(HttpStatus status, String title) {
        this.status = status;
        this.title = title;
        this.uri = URI.create(
                "urn:coupon:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    /** With which it is answered, unless a problem of this type says otherwise. */
    public HttpStatus status() {
        return status;
    }

    public String title() {
        return title;
    }

    public URI uri() {
        return uri;
    }

    /** @param detail for the client, without anything internal */
    public ProblemDetail problem(String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(uri);
        problem.setTitle(title);
        return problem;
    }

    /** @param detail for the client, without anything internal */
    public ErrorResponseException exception(String detail) {
        return exception(status, detail);
    }

    /** With another status than this type's usual one. */
    public ErrorResponseException exception(HttpStatus status, String detail) {
        ProblemDetail problem = problem(detail);
        problem.setStatus(status);
        return new Problems.Refusal(problem);
    }
}
