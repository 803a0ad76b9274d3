package coupon.bench.load;

import coupon.core.domain.CouponIssueStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** What came of each request of a plan; from any number of threads. */
final class SampleLog {
    private final LoadPlan plan;
    private final AtomicReferenceArray<@Nullable Sample> samples;

    SampleLog(LoadPlan plan) {
        this.plan = plan;
        this.samples = new AtomicReferenceArray<>(plan.requests());
    }

    /** @param status 0 if no answer came */
    void answered(int number, long sentNanos, long answeredNanos, int status, boolean preferenceApplied, String body) {
        String requestId = field(body, "requestId");
        String outcome = field(body, "outcome");
        samples.set(
                number,
                new Sample(
                        number,
                        plan.couponOf(number),
                        plan.userOf(number),
                        plan.waits(number),
                        sentNanos,
                        answeredNanos,
                        status,
                        preferenceApplied,
                        requestId == null ? null : UUID.fromString(requestId),
                        outcome == null ? null : CouponIssueStatus.valueOf(outcome)));
    }

    /**
     * All, in the order of the plan.
     *
     * @throws IllegalStateException if a request of the plan was never sent: such a run would flatter
     */
    List<Sample> all() {
        List<Sample> all = new ArrayList<>(samples.length());
        for (int i = 0; i < samples.length(); i++) {
            Sample sample = samples.get(i);
            if (sample == null) {
                throw new IllegalStateException("request " + i + " of " + samples.length() + " was not sent");
            }
            all.add(Objects.requireNonNull(sample));
        }
        return all;
    }

    /** The text of a field of a flat JSON object; a parser would cost the load more than the request does. */
    static @Nullable String field(String body, String name) {
        String start = "\"" + name + "\":\"";
        int at = body.indexOf(start);
        if (at < 0) {
            return null;
        }
        int from = at + start.length();
        return body.substring(from, body.indexOf('"', from));
    }
}
