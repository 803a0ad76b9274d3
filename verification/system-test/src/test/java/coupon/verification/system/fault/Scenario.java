package coupon.verification.system.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueResult;
import coupon.core.queue.wire.CouponIssueResultCodec;
import coupon.core.queue.wire.PublishedResult;
import coupon.core.testing.TestDatabase;
import coupon.core.testing.TestTopics;
import coupon.local.Stack;
import coupon.local.server.AppServer;
import coupon.verification.guarantee.Answer;
import coupon.verification.guarantee.CouponEdit;
import coupon.verification.guarantee.Evidence;
import coupon.verification.guarantee.Guarantees;
import coupon.verification.system.CouponClient;
import coupon.verification.system.HttpResult;
import coupon.verification.system.Observer;
import coupon.verification.system.SystemUnderTest;
import coupon.verification.system.TestStack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The running system, coupons of one test's own, and the judgement at the end. Registered as an extension, it also
 * restores the stack after each test.
 */
final class Scenario implements AfterEachCallback {
    static final int PLENTY = 1_000_000;

    private static final Duration RECOVERY_MAX = Duration.ofMinutes(3);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(5);
    private static final int LATE_COMER_WAIT_SECONDS = 5;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    final SystemUnderTest system;
    final Stack stack;
    final CouponClient client;
    final TestDatabase database;
    final Observer observer;
    final Partitions partitions;
    final ServerSetup servers;

    private final String fault;
    private final long deadLettersBefore;
    private final List<Coupon> coupons = new ArrayList<>();
    private final List<CouponIssueResult> remembered = new ArrayList<>();
    private final List<Answer> lateAnswers = new ArrayList<>();
    private long lateComer = 5_000_000;

    Scenario(String fault) {
        this(fault, TestStack.system());
    }

    Scenario(String fault, SystemUnderTest system) {
        this.fault = fault;
        this.system = system;
        this.stack = system.stack();
        this.client = system.client();
        this.database = system.database();
        this.observer = system.observer();
        this.partitions = new Partitions(system);
        this.servers = new ServerSetup(stack);
        this.deadLettersBefore = observer.deadLetters();
    }

    @Override
    public void afterEach(ExtensionContext test) {
        servers.restore();
    }

    Coupon coupon(long stock) throws IOException, InterruptedException {
        Coupon coupon = database.coupon(client.createCoupon(fault, stock));
        coupons.add(coupon);
        return coupon;
    }

    /** Its stock is that many codes: {@code C-1}, {@code C-2}, … */
    Coupon couponWithCodes(int codes) throws IOException, InterruptedException {
        long couponId = client.createCouponWithCodes(fault);
        Iterator<byte[]> lines = IntStream.rangeClosed(1, codes)
                .mapToObj(code -> ("C-" + code + "\n").getBytes(StandardCharsets.US_ASCII))
                .iterator();
        HttpResult imported = client.importCodes(couponId, BodyPublishers.ofByteArrays(() -> lines));
        assertThat(imported.body().toString())
                .isEqualTo("{\"added\":" + codes + ",\"total\":" + codes + ",\"free\":" + codes + "}");
        Coupon coupon = database.coupon(couponId);
        coupons.add(coupon);
        return coupon;
    }

    /** One coupon for each stock, in the partitions 0, 1, 2, 0, … */
    List<Coupon> couponsInPartitions(long... stocks) throws IOException, InterruptedException {
        return couponsInPartitions(couponId -> true, stocks);
    }

    /** Only of coupons that fit. */
    List<Coupon> couponsInPartitions(LongPredicate fits, long... stocks) throws IOException, InterruptedException {
        List<Coupon> made = new ArrayList<>();
        for (long stock : stocks) {
            long couponId;
            do {
                couponId = client.createCoupon(fault, stock);
            } while (Partitions.of(couponId, Partitions.COUNT) != made.size() % Partitions.COUNT
                    || !fits.test(couponId));
            made.add(database.coupon(couponId));
        }
        coupons.addAll(made);
        return made;
    }

    /** The product's topics. */
    TestTopics topics() {
        return system.topics();
    }

    ClosedLoopLoad loadOn(Coupon... wanted) {
        return loadOn(List.of(wanted));
    }

    ClosedLoopLoad loadOn(List<Coupon> wanted) {
        return new ClosedLoopLoad(client, wanted, 8, 0);
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
        return partitions.ownerOf(Partitions.of(coupon));
    }

    /** What is decided for a coupon by now, which must not change any more; the judgement at the end looks at it. */
    List<CouponIssueResult> remember(Coupon coupon) {
        List<CouponIssueResult> rows = database.results(coupon.couponId());
        remembered.addAll(rows);
        return rows;
    }

    /** What has been published for a coupon by now, repetitions included. */
    List<PublishedResult> published(Coupon coupon) {
        var codec = new CouponIssueResultCodec();
        return topics().readAll(topics().names().couponIssueResults()).stream()
                .map(record -> codec.decode(record.value()))
                .filter(result -> result.couponId() == coupon.couponId())
                .toList();
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

    /** Waits until a client gets one of these coupons, of which there must be some left, while it waits for it. */
    void awaitSuccess(Coupon coupon) {
        await().atMost(RECOVERY_MAX)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> request(coupon, LATE_COMER_WAIT_SECONDS) == 201);
    }

    /** A user who did not ask before asks, and waits that long; returns the status, 0 for a lost connection. */
    int request(Coupon coupon, int waitSeconds) throws InterruptedException {
        long user = lateComer++;
        try {
            HttpResult answer = client.issueAndWait(coupon.couponId(), user, waitSeconds);
            lateAnswers.add(answer.toIssue(coupon.couponId(), user));
            return answer.status();
        } catch (IOException connectionLost) {
            lateAnswers.add(Answer.unknown(coupon.couponId(), user, null));
            return 0;
        }
    }

    /** Tells how long ago that was; for information only. */
    void reportRecovery(long mendedNanos) {
        reportRecovery("", mendedNanos);
    }

    /** @param what happened, of several in one test */
    void reportRecovery(String what, long sinceNanos) {
        System.out.printf(
                "fault: %s%s: recovered after %d ms%n",
                fault, what.isEmpty() ? "" : ", " + what, (System.nanoTime() - sinceNanos) / 1_000_000);
    }

    /** Waits for rest, and fails unless every guarantee holds for this test's coupons and no record became a dead letter. */
    void assertGuaranteesHold(List<Response> responses, CouponEdit... edits) {
        assertGuaranteesHoldFor(responses.stream().map(Response::answer).toList(), edits);
    }

    /** How many requests for this coupon the API says are accepted and not decided. */
    long queueSize(Coupon coupon) throws IOException, InterruptedException {
        return client.get("/api/coupons/" + coupon.couponId() + "/queue")
                .body()
                .get("queueSize")
                .asLong();
    }

    /** As {@link #assertGuaranteesHold}, with so many dead letters in the end. */
    void assertGuaranteesHoldFor(List<Answer> answers, long deadLetters) {
        assertGuarantees(answers, List.of(), deadLetters);
    }

    /** As {@link #assertGuaranteesHold}. */
    void assertGuaranteesHoldFor(List<Answer> answers, CouponEdit... edits) {
        assertGuarantees(answers, List.of(edits), deadLettersBefore);
    }

    private void assertGuarantees(List<Answer> answers, List<CouponEdit> edits, long deadLetters) {
        observer.awaitRest(RECOVERY_MAX);
        List<Answer> all = new ArrayList<>(answers);
        all.addAll(lateAnswers);
        Evidence evidence = observer.evidence(coupons, all);
        for (CouponEdit edit : edits) {
            evidence.edited(edit);
        }
        remembered.forEach(evidence::storedEarlier);
        Guarantees.assertHold(evidence);
        assertThat(observer.deadLetters()).isEqualTo(deadLetters);
    }
}
