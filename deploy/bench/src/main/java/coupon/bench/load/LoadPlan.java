package coupon.bench.load;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What the load process is to send. The users have consecutive numbers and take the coupons in turn; each asks once.
 *
 * @param ratePerSecond of {@link Kind#OPEN}; 0 otherwise
 * @param requests how many in all
 * @param waitEvery every so manieth request asks to be told the outcome ({@code Prefer: wait}); 0: none does
 * @param waitSeconds how long such a request waits at most
 * @param samples the file to write, see {@link SampleFile}
 */
public record LoadPlan(
        Kind kind,
        URI api,
        List<Long> couponIds,
        long firstUser,
        double ratePerSecond,
        int requests,
        int waitEvery,
        int waitSeconds,
        Path samples) {
    /** Who decides when the next request is sent. */
    public enum Kind {
        /** The clock: requests are due at a constant rate, whether or not earlier ones are answered. */
        OPEN,
        /** The answer to the request before. */
        ONE_BY_ONE,
        /** Nobody: all at once. */
        AT_ONCE
    }

    public LoadPlan {
        couponIds = List.copyOf(couponIds);
        if (couponIds.isEmpty() || requests < 1) {
            throw new IllegalArgumentException("a load needs coupons and requests");
        }
        if (kind == Kind.OPEN && !(ratePerSecond > 0)) {
            throw new IllegalArgumentException("an open loop needs a rate");
        }
    }

    /** For as long as said, at least one request. */
    public static LoadPlan open(
            URI api,
            List<Long> couponIds,
            long firstUser,
            double ratePerSecond,
            Duration duration,
            int waitEvery,
            int waitSeconds,
            Path samples) {
        int requests = Math.max(1, (int) Math.round(ratePerSecond * duration.toMillis() / 1_000));
        return new LoadPlan(
                Kind.OPEN, api, couponIds, firstUser, ratePerSecond, requests, waitEvery, waitSeconds, samples);
    }

    /** One after the other, or all at once; everyone waits for so many seconds, or nobody for 0. */
    public static LoadPlan closed(
            Kind kind, URI api, long couponId, long firstUser, int requests, int waitSeconds, Path samples) {
        return new LoadPlan(
                kind, api, List.of(couponId), firstUser, 0, requests, waitSeconds == 0 ? 0 : 1, waitSeconds, samples);
    }

    long couponOf(int number) {
        return couponIds.get(number % couponIds.size());
    }

    long userOf(int number) {
        return firstUser + number;
    }

    boolean waits(int number) {
        // counted in rounds over the coupons, so that of each coupon the same share waits
        return waitEvery > 0 && number / couponIds.size() % waitEvery == 0;
    }

    String pathOf(int number) {
        return "/api/coupons/" + couponOf(number) + "/issue?userId=" + userOf(number);
    }
}
