package coupon.api.problem;

import coupon.api.problem.Problem.FieldError;
import java.util.List;

/** A body whose fields can be read and make no sense. */
public final class InvalidFieldsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<FieldError> errors;

    public InvalidFieldsException(List<FieldError> errors) {
        super("invalid fields", null, false, false);
        this.errors = List.copyOf(errors);
    }

    List<FieldError> errors() {
        return errors;
    }
}
