package coupon.api.problem;

import coupon.api.problem.Problems.FieldError;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.server.ServerWebInputException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Says what could not be read, in the client's words: field names, never class names. */
final class UnreadableInput {
    private UnreadableInput() {}

    static ProblemDetail describe(ServerWebInputException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DatabindException json && !json.getPath().isEmpty()) {
                return Problems.invalidFields(List.of(new FieldError(fieldPath(json), complaint(json))))
                        .getBody();
            }
        }
        return Problems.of(HttpStatus.BAD_REQUEST, detail(failure));
    }

    private static String complaint(DatabindException json) {
        return json instanceof UnrecognizedPropertyException ? "is not known" : "cannot be read";
    }

    private static String fieldPath(DatabindException json) {
        return json.getPath().stream()
                .map(step -> step.getPropertyName() == null ? "[" + step.getIndex() + "]" : step.getPropertyName())
                .collect(Collectors.joining("."));
    }

    private static String detail(ServerWebInputException failure) {
        boolean parameter = failure.getMethodParameter() != null && failure.getCause() != null;
        String said = failure.getBody().getDetail();
        return parameter || said == null ? "The request cannot be read." : said;
    }
}
