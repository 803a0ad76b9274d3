package coupon.api.problem;

import coupon.api.http.InvalidParameterException;
import coupon.api.problem.Problems.FieldError;
import coupon.api.problem.Problems.Refusal;
import coupon.core.queue.QueueAcknowledgementUnknownException;
import coupon.core.queue.QueueUnavailableException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.server.ServerWebInputException;
import org.springframework.web.util.DisconnectedClientHelper;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** What a failure means to the client. */
final class Diagnosis {
    private Diagnosis() {}

    static ErrorResponseException of(Throwable failure) {
        if (failure instanceof Refusal refusal) {
            return refusal;
        }
        if (failure instanceof QueueUnavailableException) {
            return Problems.later(
                    ProblemType.QUEUE_UNAVAILABLE, "The queue does not accept requests now; nothing was queued.");
        }
        if (failure instanceof QueueAcknowledgementUnknownException) {
            return ProblemType.ACKNOWLEDGEMENT_UNKNOWN.exception(
                    "The record was sent, and it is not known whether it is queued.");
        }
        if (failure instanceof AuthenticationServiceException) {
            return Problems.later(
                    ProblemType.STORE_UNAVAILABLE, "The authorization server is unavailable; retry later.");
        }
        if (cause(failure, DataAccessResourceFailureException.class).isPresent()
                || cause(failure, TransientDataAccessException.class).isPresent()) {
            return Problems.later(ProblemType.STORE_UNAVAILABLE, "The database is unavailable; retry later.");
        }
        // Nobody reads this any more; without an answer it would be logged as a fault of ours.
        if (DisconnectedClientHelper.isClientDisconnectedException(failure)) {
            return Problems.exception(HttpStatus.BAD_REQUEST, "The request did not arrive as a whole.");
        }
        if (cause(failure, DataBufferLimitException.class).isPresent()) {
            return Problems.exception(HttpStatus.CONTENT_TOO_LARGE, "The body is too large.");
        }
        Optional<InvalidParameterException> parameter = cause(failure, InvalidParameterException.class);
        if (parameter.isPresent()) {
            return Problems.exception(
                    HttpStatus.BAD_REQUEST, name(failure) + parameter.get().getMessage() + ".");
        }
        if (failure instanceof ServerWebInputException input) {
            return unreadable(input);
        }
        if (failure instanceof ErrorResponse known
                && HttpStatus.resolve(known.getStatusCode().value()) != null) {
            return ofFramework(known);
        }
        return Problems.exception(HttpStatus.INTERNAL_SERVER_ERROR, "An internal error occurred; it was logged.");
    }

    /** Says what could not be read in the client's words: field names, never class names. */
    private static ErrorResponseException unreadable(ServerWebInputException input) {
        Optional<DatabindException> json = cause(input, DatabindException.class)
                .filter(malformed -> !malformed.getPath().isEmpty());
        if (json.isPresent()) {
            String complaint = json.get() instanceof UnrecognizedPropertyException ? "is not known" : "cannot be read";
            return Problems.invalidFields(List.of(new FieldError(fieldPath(json.get()), complaint)));
        }
        boolean parameter = input.getMethodParameter() != null && input.getCause() != null;
        String said = input.getBody().getDetail();
        return Problems.exception(
                HttpStatus.BAD_REQUEST, parameter || said == null ? "The request cannot be read." : said);
    }

    private static String fieldPath(DatabindException json) {
        return json.getPath().stream()
                .map(step -> step.getPropertyName() == null ? "[" + step.getIndex() + "]" : step.getPropertyName())
                .collect(Collectors.joining("."));
    }

    /** Its headers are kept ({@code Allow}, {@code Accept}); its words only where they speak of the request alone. */
    private static ErrorResponseException ofFramework(ErrorResponse known) {
        HttpStatus status = HttpStatus.valueOf(known.getStatusCode().value());
        String said = known.getBody().getDetail();
        String detail = status.is5xxServerError() || status == HttpStatus.NOT_FOUND || said == null
                ? status == HttpStatus.NOT_FOUND ? "There is nothing at this path." : status.getReasonPhrase() + "."
                : said;
        ErrorResponseException refusal = Problems.exception(status, detail);
        refusal.getHeaders().putAll(known.getHeaders());
        return refusal;
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
