package coupon.verification.testkit.load;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * What the load process is to send. Users have consecutive numbers and take the coupons in turn; each requests once.
 *
 * @param ratePerSecond of an open loop: requests are due at this rate, answered or not; 0 for a closed loop, in which a
 *     connection sends its next request when it has the response to the last
 * @param connections at most; of a closed loop exactly
 * @param requests how many in all; a closed loop ends earlier if its time is over
 * @param seconds for how long a closed loop sends
 * @param waitSeconds how long a request waits for its outcome at most ({@code Prefer: wait}): of an open loop every second
 *     one, of a closed loop each; 0: none does
 */
public record LoadPlan(
        URI api,
        List<Long> couponIds,
        long firstUser,
        double ratePerSecond,
        int connections,
        int requests,
        int seconds,
        int waitSeconds) {
    private static final int CONNECTIONS_MAX = 8_000;

    public LoadPlan {
        couponIds = List.copyOf(couponIds);
        if (couponIds.isEmpty() || requests < 1 || connections < 1 || ratePerSecond < 0) {
            throw new IllegalArgumentException("a load needs coupons, requests and connections");
        }
    }

    /** At a constant rate, for as long as said, at least one request. */
    public static LoadPlan open(
            URI api, List<Long> couponIds, long firstUser, double ratePerSecond, Duration duration, int waitSeconds) {
        int requests = Math.max(1, (int) Math.round(ratePerSecond * duration.toMillis() / 1_000));
        return new LoadPlan(api, couponIds, firstUser, ratePerSecond, CONNECTIONS_MAX, requests, 0, waitSeconds);
    }

    /** As fast as responses come, until so many are sent or so many seconds over. */
    public static LoadPlan closed(
            URI api,
            List<Long> couponIds,
            long firstUser,
            int connections,
            int requestsMax,
            int seconds,
            int waitSeconds) {
        return new LoadPlan(api, couponIds, firstUser, 0, connections, requestsMax, seconds, waitSeconds);
    }

    boolean isOpen() {
        return ratePerSecond > 0;
    }

    long couponOf(int number) {
        return couponIds.get(number % couponIds.size());
    }

    long userOf(int number) {
        return firstUser + number;
    }

    boolean waits(int number) {
        // counted in rounds over the coupons, so that of each coupon the same share waits
        return waitSeconds > 0 && (!isOpen() || number / couponIds.size() % 2 == 0);
    }

    String pathOf(int number) {
        return "/api/coupons/" + couponOf(number) + "/issue?userId=" + userOf(number);
    }

    /** As it goes over the wire. */
    String requestOf(int number) {
        String preference = waits(number) ? "Prefer: wait=" + waitSeconds + "\r\n" : "";
        return "POST " + pathOf(number) + " HTTP/1.1\r\nHost: " + api.getAuthority() + "\r\nContent-Length: 0\r\n"
                + preference + "\r\n";
    }
}
