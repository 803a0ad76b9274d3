package coupon.system.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coupon.core.domain.Coupon;
import coupon.core.guarantee.Answer;
import coupon.core.guarantee.CouponEdit;
import coupon.core.guarantee.Evidence;
import coupon.core.guarantee.Guarantees;
import coupon.core.queue.kafka.CouponTopics;
import coupon.core.testing.TestDatabase;
import coupon.core.testing.TestTopics;
import coupon.local.Stack;
import coupon.local.server.AppServer;
import coupon.local.server.ServerProcess;
import coupon.system.CouponClient;
import coupon.system.HttpAnswer;
import coupon.system.Observer;
import coupon.system.TestStack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The running system, coupons of one test's own, and the judgement at the end. */
final class Scene {
    static final int PLENTY = 1_000_000;

    private static final Duration RECOVERY_MAX = Duration.ofMinutes(3);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(5);
    private static final int LATE_COMER_WAIT_SECONDS = 5;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    final Stack stack = TestStack.shared();
    final CouponClient client = TestStack.client();
    final TestDatabase database = TestStack.database();
    final Observer observer = TestStack.observer();

    private final String fault;
    private final long deadLettersBefore = observer.deadLetters();
    private final List<Coupon> coupons = new ArrayList<>();
    private final List<Answer> lateAnswers = new ArrayList<>();
    private long lateComer = 5_000_000;

    Scene(String fault) {
        this.fault = fault;
    }

    Coupon coupon(long stock) throws IOException, InterruptedException {
        Coupon coupon = database.coupon(client.createCoupon(fault, stock));
        coupons.add(coupon);
        return coupon;
    }

    /** The product's topics under the names that the stack gives them. */
    TestTopics topics() {
        var names = new CouponTopics(
                "coupon-issue-events", "coupon-issue-results", "coupon-issue-events-dlt", "coupon-issue-warm-up", 3, 1);
        return new TestTopics(stack.kafka().bootstrapServers(), names);
    }

    Comers comersTo(Coupon... wanted) {
        return new Comers(client, List.of(wanted), 8, 0);
    }

    /** How many were issued, by the stock. */
    long issued(Coupon coupon) {
        return database.number("SELECT total_quantity - stock FROM coupon WHERE coupon_id = " + coupon.couponId());
    }

    void awaitIssued(Coupon coupon, long atLeast) {
        await().atMost(RECOVERY_MAX).pollInterval(Duration.ofMillis(20)).until(() -> issued(coupon) >= atLeast);
    }

    /** The worker that decides on this coupon now. */
    AppServer ownerOf(Coupon coupon) {
        String owner = observer.ownerOfLine(coupon.couponId());
        return stack.workers().stream()
                .filter(worker -> owner.startsWith(worker.name()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no worker is called " + owner));
    }

    /** The status of {@code liveness} or {@code readiness}; 0 if there is no answer. */
    int health(AppServer app, String probe) throws InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + app.managementPort() + "/actuator/health/" + probe);
        try {
            return HTTP.send(
                            HttpRequest.newBuilder(uri).timeout(ANSWER_MAX).build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException noAnswer) {
            return 0;
        }
    }

    void awaitReadiness(AppServer app, int status) {
        await().atMost(RECOVERY_MAX)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> health(app, "readiness") == status);
    }

    /** Waits until somebody gets one of these coupons, of which there must be some left, while they wait for it. */
    void awaitServed(Coupon coupon) {
        await().atMost(RECOVERY_MAX)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> askLate(coupon, LATE_COMER_WAIT_SECONDS) == 201);
    }

    /** Somebody comes who did not ask before and waits that long; returns the status, 0 for a lost connection. */
    int askLate(Coupon coupon, int waitSeconds) throws InterruptedException {
        long user = lateComer++;
        try {
            HttpAnswer answer = client.issueAndWait(coupon.couponId(), user, waitSeconds);
            lateAnswers.add(answer.toIssue(coupon.couponId(), user));
            return answer.status();
        } catch (IOException connectionLost) {
            lateAnswers.add(Answer.unknown(coupon.couponId(), user, null));
            return 0;
        }
    }

    /** Tells how long ago that was; for information only. */
    void tellRecovered(long mendedNanos) {
        System.out.printf("fault: %s: recovered after %d ms%n", fault, (System.nanoTime() - mendedNanos) / 1_000_000);
    }

    /** Starts what a failed test may have left stopped. */
    void mend() {
        Stream.<ServerProcess>concat(
                        Stream.of(stack.kafka(), stack.database()),
                        Stream.concat(Stream.of(stack.api()), stack.workers().stream()))
                .filter(server -> !server.isAlive())
                .forEach(ServerProcess::start);
    }

    /** Waits for rest, and fails unless every guarantee holds for this test's coupons and nobody was set aside. */
    void assertGuaranteesHold(List<Told> told, CouponEdit... edits) {
        assertGuaranteesHoldFor(told.stream().map(Told::answer).toList(), edits);
    }

    /** As {@link #assertGuaranteesHold}. */
    void assertGuaranteesHoldFor(List<Answer> answers, CouponEdit... edits) {
        observer.awaitRest(RECOVERY_MAX);
        List<Answer> all = new ArrayList<>(answers);
        all.addAll(lateAnswers);
        Evidence evidence = observer.evidence(coupons, all);
        for (CouponEdit edit : edits) {
            evidence.edited(edit);
        }
        Guarantees.assertHold(evidence);
        assertThat(observer.deadLetters()).isEqualTo(deadLettersBefore);
    }
}
