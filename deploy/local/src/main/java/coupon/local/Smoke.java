package coupon.local;

import java.net.http.HttpResponse;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Issues a coupon of its own until it is sold out, and checks each answer. */
final class Smoke {
    private static final Pattern COUPON_ID = Pattern.compile("\"couponId\"\\s*:\\s*(\\d+)");
    private static final long UNKNOWN_COUPON = Long.MAX_VALUE;
    private static final long KNOWN_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long ASK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final SmokeClient client;
    private final Consumer<String> console;
    private int failures;

    Smoke(SmokeClient client, Consumer<String> console) {
        this.client = client;
        this.console = console;
    }

    boolean passes() {
        HttpResponse<String> created = client.createCoupon("Smoke", 2);
        check("an operator makes a coupon of two", created, 201, "\"totalQuantity\"");
        Matcher id = COUPON_ID.matcher(created.body());
        if (id.find()) {
            checkIssue(Long.parseLong(id.group(1)));
        }
        console.accept(failures == 0 ? "All is well" : failures + " FAILED");
        return failures == 0;
    }

    private void checkIssue(long couponId) {
        long user = ThreadLocalRandom.current().nextLong(1, 1L << 40); // not the one of another run
        HttpResponse<String> won = issueWhenKnown(couponId, user);
        check("the first user gets one", won, 201, "SUCCESS");
        won.headers()
                .firstValue("Location")
                .ifPresentOrElse(
                        location -> check("... which can be looked up", client.get(location), 200, "SUCCESS"),
                        () -> fail("... which can be looked up", "no Location"));
        check("the same user is refused a second", client.issue(couponId, user), 409, "DUPLICATE_REQUEST");
        check("the second user gets the last", client.issue(couponId, user + 1), 201, "SUCCESS");
        check("the third user is too late", client.issue(couponId, user + 2), 409, "OUT_OF_STOCK");
        check("nobody gets what does not exist", client.issue(UNKNOWN_COUPON, user), 404, "");
    }

    /** The API learns of a new coupon within a moment; until then it does not know it. */
    private HttpResponse<String> issueWhenKnown(long couponId, long user) {
        long deadline = System.nanoTime() + KNOWN_WITHIN_NANOS;
        HttpResponse<String> answer = client.issue(couponId, user);
        while (answer.statusCode() == 404 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(ASK_AGAIN_NANOS);
            answer = client.issue(couponId, user);
        }
        return answer;
    }

    private void check(String what, HttpResponse<String> answer, int status, String text) {
        if (answer.statusCode() == status && answer.body().contains(text)) {
            console.accept("%-36s ok (%d)".formatted(what, status));
        } else {
            fail(what, "answered " + answer.statusCode() + ", not " + status + ": " + answer.body());
        }
    }

    private void fail(String what, String why) {
        failures++;
        console.accept("%-36s FAILED: %s".formatted(what, why));
    }
}
