package coupon.api.problem;

import java.util.Locale;

/** The problems that a client may want to tell apart beyond their status. */
public enum ProblemType {
    UNKNOWN_COUPON("Coupon not found"),
    OUT_OF_STOCK("Insufficient stock"),
    DUPLICATE_REQUEST("Already issued"),
    NOT_OPEN("Coupon not open"),
    REFUSED("Request refused"),
    DECISION_FAILED("Decision failed"),
    QUEUE_UNAVAILABLE("Queue unavailable"),
    ACKNOWLEDGEMENT_UNKNOWN("Acknowledgement unknown"),
    STORE_UNAVAILABLE("Service unavailable"),
    TOO_MANY_REQUESTS("Too many requests"),
    TOO_MANY_STREAMS("Too many streams"),
    VERSION_REQUIRED("Precondition required"),
    EDITED_MEANWHILE("Version conflict"),
    STOCK_TOO_LOW("Insufficient stock"),
    INVALID_FIELDS("Invalid fields");

    private final String title;

    ProblemType(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }

    public String uri() {
        return "urn:coupon:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
