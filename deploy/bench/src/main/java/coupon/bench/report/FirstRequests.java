package coupon.bench.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The scenario that the original report tells of: a handful of requests to a system that has just been started.
 *
 * @param firstMillis the answer to the first request after the start
 * @param consecutiveMillis the answers to the requests after it, one by one
 * @param issuedMillis from request to coupon, one by one, each from the response to its request
 * @param tenAtOnceMillis until the last of ten was answered
 * @param tenIssuedMillis from the first of the ten to the decision of the last
 */
public record FirstRequests(
        Mode mode,
        Verdict verdict,
        @Nullable Double firstMillis,
        List<Double> consecutiveMillis,
        List<Double> issuedMillis,
        @Nullable Double tenAtOnceMillis,
        @Nullable Double tenIssuedMillis) {
    public FirstRequests {
        boolean held = verdict.held();
        firstMillis = held ? firstMillis : null;
        consecutiveMillis = held ? List.copyOf(consecutiveMillis) : List.of();
        issuedMillis = held ? List.copyOf(issuedMillis) : List.of();
        tenAtOnceMillis = held ? tenAtOnceMillis : null;
        tenIssuedMillis = held ? tenIssuedMillis : null;
    }
}
