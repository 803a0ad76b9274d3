package coupon.local;

import java.net.http.HttpResponse;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Issues a coupon of its own until it is sold out, and checks each answer. */
final class Smoke {
    private static final String UNKNOWN_COUPON = "/api/coupons/" + Long.MAX_VALUE;
    private static final long KNOWN_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long ASK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final ApiClient client;
    private int failures;

    Smoke(ApiClient client) {
        this.client = client;
    }

    boolean passes() {
        HttpResponse<String> created = client.call(client.createCoupon("Smoke", 2));
        check("an operator makes a coupon of two", created, 201, "\"totalQuantity\"");
        if (created.statusCode() == 201) {
            checkIssue(location(created));
        }
        System.out.println(failures == 0 ? "All is well" : failures + " FAILED");
        return failures == 0;
    }

    private void checkIssue(String coupon) {
        long user = ThreadLocalRandom.current().nextLong(1, 1L << 40); // not the one of another run
        HttpResponse<String> won = issueWhenKnown(coupon, user);
        check("the first user gets one", won, 201, "SUCCESS");
        check("... which can be looked up", client.call(client.get(location(won))), 200, "SUCCESS");
        check("the same user is refused a second", issue(coupon, user), 409, "DUPLICATE_REQUEST");
        check("the second user gets the last", issue(coupon, user + 1), 201, "SUCCESS");
        check("the third user is too late", issue(coupon, user + 2), 409, "OUT_OF_STOCK");
        check("nobody gets what does not exist", issue(UNKNOWN_COUPON, user), 404, "");
    }

    /** The API learns of a new coupon within a moment; until then it does not know it. */
    private HttpResponse<String> issueWhenKnown(String coupon, long user) {
        long deadline = System.nanoTime() + KNOWN_WITHIN_NANOS;
        HttpResponse<String> answer = issue(coupon, user);
        while (answer.statusCode() == 404 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(ASK_AGAIN_NANOS);
            answer = issue(coupon, user);
        }
        return answer;
    }

    private HttpResponse<String> issue(String coupon, long user) {
        return client.call(client.issue(coupon, user).header("Prefer", "wait=5"));
    }

    /** Of a response that has none: the root, where nothing is. */
    private static String location(HttpResponse<String> response) {
        return response.headers().firstValue("Location").orElse("/");
    }

    private void check(String what, HttpResponse<String> answer, int status, String text) {
        if (answer.statusCode() == status && answer.body().contains(text)) {
            System.out.printf("%-36s ok (%d)%n", what, status);
        } else {
            failures++;
            System.out.printf(
                    "%-36s FAILED: answered %d, not %d: %s%n", what, answer.statusCode(), status, answer.body());
        }
    }
}
