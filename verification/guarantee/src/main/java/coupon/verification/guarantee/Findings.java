package coupon.verification.guarantee;

import coupon.core.domain.QueuePosition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The violations of one guarantee: the first ones whole, the rest as a number, for there may be a million of them. */
final class Findings {
    private static final int SHOWN_MAX = 20;

    private final String guarantee;
    private final List<Violation> shown = new ArrayList<>();
    private long notShown;

    Findings(String guarantee) {
        this.guarantee = guarantee;
    }

    void add(String message) {
        add(null, message);
    }

    void add(@Nullable QueuePosition position, String message) {
        if (shown.size() < SHOWN_MAX) {
            shown.add(new Violation(guarantee, message, position));
        } else {
            notShown++;
        }
    }

    List<Violation> violations() {
        if (notShown > 0) {
            shown.add(new Violation(guarantee, "and " + notShown + " more", null));
            notShown = 0;
        }
        return shown;
    }
}
