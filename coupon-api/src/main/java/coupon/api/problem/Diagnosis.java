package coupon.api.problem;

import coupon.api.http.InvalidParameterException;
import coupon.core.queue.QueueAcknowledgementUnknownException;
import coupon.core.queue.QueueUnavailableException;
import java.util.Optional;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.ServerWebInputException;
import org.springframework.web.util.DisconnectedClientHelper;

/**
 * What a failure means to the client.
 *
 * @param headers of the answer, beyond the problem's own
 */
record Diagnosis(Problem problem, HttpHeaders headers) {
    static Diagnosis of(Throwable failure, String path) {
        if (failure instanceof ProblemException refusal) {
            return new Diagnosis(refusal.problem(), refusal.headers());
        }
        if (failure instanceof InvalidFieldsException invalid) {
            return new Diagnosis(
                    Problem.of(HttpStatus.BAD_REQUEST, "Fields of the body are invalid.", path)
                            .ofType(ProblemType.INVALID_FIELDS)
                            .withErrors(invalid.errors()),
                    HttpHeaders.EMPTY);
        }
        if (failure instanceof QueueUnavailableException) {
            return later(
                    path, "The queue does not accept requests now; nothing was queued.", ProblemType.QUEUE_UNAVAILABLE);
        }
        if (failure instanceof QueueAcknowledgementUnknownException) {
            return new Diagnosis(
                    Problem.of(
                                    HttpStatus.GATEWAY_TIMEOUT,
                                    "The record was sent, and it is not known whether it is queued.",
                                    path)
                            .ofType(ProblemType.ACKNOWLEDGEMENT_UNKNOWN),
                    HttpHeaders.EMPTY);
        }
        if (failure instanceof AuthenticationServiceException) {
            return later(path, "The authorization server is unavailable; retry later.", ProblemType.STORE_UNAVAILABLE);
        }
        if (cause(failure, DataAccessResourceFailureException.class).isPresent()
                || cause(failure, TransientDataAccessException.class).isPresent()) {
            return later(path, "The database is unavailable; retry later.", ProblemType.STORE_UNAVAILABLE);
        }
        // Nobody reads this any more; without an answer it would be logged as a fault of ours.
        if (DisconnectedClientHelper.isClientDisconnectedException(failure)) {
            return of(HttpStatus.BAD_REQUEST, "The request did not arrive as a whole.", path);
        }
        if (cause(failure, DataBufferLimitException.class).isPresent()) {
            return of(HttpStatus.CONTENT_TOO_LARGE, "The body is too large.", path);
        }
        Optional<InvalidParameterException> parameter = cause(failure, InvalidParameterException.class);
        if (parameter.isPresent()) {
            return of(HttpStatus.BAD_REQUEST, name(failure) + parameter.get().getMessage() + ".", path);
        }
        if (failure instanceof ServerWebInputException input) {
            return new Diagnosis(UnreadableInput.describe(input, path), HttpHeaders.EMPTY);
        }
        if (failure instanceof ErrorResponse known
                && HttpStatus.resolve(known.getStatusCode().value()) != null) {
            return ofFramework(known, path);
        }
        return of(HttpStatus.INTERNAL_SERVER_ERROR, "An internal error occurred; it was logged.", path);
    }

    boolean isOurFault() {
        return problem.status() == HttpStatus.INTERNAL_SERVER_ERROR.value();
    }

    private static Diagnosis of(HttpStatus status, String detail, String path) {
        return new Diagnosis(Problem.of(status, detail, path), HttpHeaders.EMPTY);
    }

    private static Diagnosis later(String path, String detail, ProblemType type) {
        HttpHeaders headers = new HttpHeaders();
        headers.set(HttpHeaders.RETRY_AFTER, String.valueOf(ProblemAnswer.RETRY_AFTER.toSeconds()));
        return new Diagnosis(
                Problem.of(HttpStatus.SERVICE_UNAVAILABLE, detail, path).ofType(type), headers);
    }

    /** Its headers are kept ({@code Allow}, {@code Accept}); its words only where they speak of the request alone. */
    private static Diagnosis ofFramework(ErrorResponse known, String path) {
        HttpStatus status = HttpStatus.valueOf(known.getStatusCode().value());
        String said = known.getBody().getDetail();
        String detail = status.is5xxServerError() || status == HttpStatus.NOT_FOUND || said == null
                ? status == HttpStatus.NOT_FOUND ? "There is nothing at this path." : status.getReasonPhrase() + "."
                : said;
        return new Diagnosis(Problem.of(status, detail, path), known.getHeaders());
    }

    private static String name(Throwable failure) {
        return failure instanceof ServerWebInputException input && input.getMethodParameter() != null
                ? input.getMethodParameter().getParameterName() + " "
                : "";
    }

    private static <T extends Throwable> Optional<T> cause(Throwable failure, Class<T> type) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (type.isInstance(each)) {
                return Optional.of(type.cast(each));
            }
        }
        return Optional.empty();
    }
}
