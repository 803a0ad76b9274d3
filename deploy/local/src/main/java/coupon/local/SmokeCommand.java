package coupon.local;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Issues a coupon of its own until it is sold out, and checks each answer. */
@Command(
        name = "smoke",
        mixinStandardHelpOptions = true,
        description = "Issues coupons of the running stack and checks the answers.")
final class SmokeCommand implements Callable<Integer> {
    private static final String UNKNOWN_COUPON = "/api/coupons/" + Long.MAX_VALUE;
    private static final long KNOWN_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long ASK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    @Mixin
    private StackPaths paths = new StackPaths();

    private int failures;

    @Override
    public Integer call() {
        var client = new ApiClient(URI.create(
                "http://127.0.0.1:" + StackState.running(paths.data()).apiPort()));
        HttpResponse<String> created = client.call(client.createCoupon("Smoke", 2));
        check("an operator makes a coupon of two", created, 201, "\"totalQuantity\"");
        if (created.statusCode() == 201) {
            checkIssue(client, location(created));
        }
        System.out.println(failures == 0 ? "All is well" : failures + " FAILED");
        return failures == 0 ? 0 : 1;
    }

    private void checkIssue(ApiClient client, String coupon) {
        long user = ThreadLocalRandom.current().nextLong(1, 1L << 40); // not the one of another run
        HttpResponse<String> won = issueWhenKnown(client, coupon, user);
        check("the first user gets one", won, 201, "SUCCESS");
        check("... which can be looked up", client.call(client.get(location(won))), 200, "SUCCESS");
        check("the same user is refused a second", issue(client, coupon, user), 409, "DUPLICATE_REQUEST");
        check("the second user gets the last", issue(client, coupon, user + 1), 201, "SUCCESS");
        check("the third user is too late", issue(client, coupon, user + 2), 409, "OUT_OF_STOCK");
        check("nobody gets what does not exist", issue(client, UNKNOWN_COUPON, user), 404, "");
    }

    /** The API learns of a new coupon within a moment; until then it does not know it. */
    private static HttpResponse<String> issueWhenKnown(ApiClient client, String coupon, long user) {
        long deadline = System.nanoTime() + KNOWN_WITHIN_NANOS;
        HttpResponse<String> answer = issue(client, coupon, user);
        while (answer.statusCode() == 404 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(ASK_AGAIN_NANOS);
            answer = issue(client, coupon, user);
        }
        return answer;
    }

    private static HttpResponse<String> issue(ApiClient client, String coupon, long user) {
        HttpRequest.Builder waiting = client.issue(coupon, user).header("Prefer", "wait=5");
        return client.call(waiting);
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
