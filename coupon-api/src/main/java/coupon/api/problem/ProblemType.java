package coupon.api.problem;

import java.util.Locale;

/** The problems that a client may want to tell apart beyond their status. */
public enum ProblemType {
    UNKNOWN_COUPON("No such coupon"),
    OUT_OF_STOCK("Nothing left"),
    DUPLICATE_REQUEST("Already issued"),
    NOT_OPEN("Not open"),
    REFUSED("Request refused"),
    DECISION_FAILED("Decision failed"),
    QUEUE_UNAVAILABLE("Cannot accept now"),
    ACKNOWLEDGEMENT_UNKNOWN("Not known whether accepted"),
    STORE_UNAVAILABLE("Cannot answer now"),
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
