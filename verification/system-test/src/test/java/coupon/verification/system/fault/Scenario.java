package coupon.verification.system.fault;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueResult;
import coupon.core.queue.wire.CouponIssueResultCodec;
import coupon.core.queue.wire.PublishedResult;
import coupon.core.testing.TestDatabase;
import coupon.core.testing.TestTopics;
import coupon.local.Stack;
import coupon.local.server.MariaDbServer;
import coupon.verification.guarantee.Answer;
import coupon.verification.guarantee.CouponEdit;
import coupon.verification.guarantee.Evidence;
import coupon.verification.guarantee.Guarantees;
import coupon.verification.observer.KafkaObserver;
import coupon.verification.system.Load;
import coupon.verification.system.Response;
import coupon.verification.system.SystemUnderTest;
import coupon.verification.testkit.client.CouponClient;
import coupon.verification.testkit.client.Reply;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The running system, coupons of one test's own, and the judgement at the end. Registered as an extension, it also
 * restores the stack after each test.
 */
final class Scenario implements AfterEachCallback {
    static final int PLENTY = 1_000_000;

    private static final Duration PROGRESS_MAX = Duration.ofMinutes(4);
    private static final Duration RECOVERY_MAX = Duration.ofMinutes(3);
    private static final int LATE_COMER_WAIT_SECONDS = 5;

    final KafkaObserver system;
    final Stack stack;
    final CouponClient client;
    final TestDatabase database;
    final TestTopics topics;
    final ServerSetup servers;

    private final String fault;
    private final List<Coupon> coupons = new ArrayList<>();
    private final List<CouponIssueResult> remembered = new ArrayList<>();
    private final List<Answer> lateAnswers = new ArrayList<>();
    private long lateComer = 5_000_000;
    private long deadLetters;

    Scenario(String fault) {
        this(fault, SystemUnderTest.shared());
    }

    Scenario(String fault, KafkaObserver system) {
        this.fault = fault;
        this.system = system;
        this.stack = system.stack;
        this.client = system.client;
        this.database = system.database;
        this.topics = system.topics;
        this.servers = new ServerSetup(stack);
        this.deadLetters = system.deadLetters();
    }

    @Override
    public void afterEach(ExtensionContext test) {
        servers.restore();
    }

    Coupon coupon(long stock) {
        Coupon coupon = database.coupon(client.createCoupon(fault, stock));
        coupons.add(coupon);
        return coupon;
    }

    /** Its stock is that many codes: {@code C-1}, {@code C-2}, … */
    Coupon couponWithCodes(int codes) {
        long couponId = client.createCoupon(fault, "\"codes\":true");
        String lines =
                IntStream.rangeClosed(1, codes).mapToObj(code -> "C-" + code).collect(joining("\n", "", "\n"));
        Reply imported = client.importCodes(couponId, lines);
        assertThat(imported.json().toString())
                .isEqualTo("{\"added\":" + codes + ",\"total\":" + codes + ",\"free\":" + codes + "}");
        Coupon coupon = database.coupon(couponId);
        coupons.add(coupon);
        return coupon;
    }

    /** One coupon for each stock, in the partitions 0, 1, 2, 0, … */
    List<Coupon> couponsInPartitions(long... stocks) {
        return couponsFromPartition(0, KafkaObserver.PARTITIONS, stocks);
    }

    /** The same from that partition on, of so many. */
    List<Coupon> couponsFromPartition(int first, int partitions, long... stocks) {
        List<Coupon> made = IntStream.range(0, stocks.length)
                .mapToObj(i -> system.couponIn(first + i % KafkaObserver.PARTITIONS, partitions, fault, stocks[i]))
                .toList();
        coupons.addAll(made);
        return made;
    }

    Load loadOn(Coupon... wanted) {
        return loadOn(List.of(wanted));
    }

    Load loadOn(List<Coupon> wanted) {
        return Load.closed(client, wanted, 8, 0);
    }

    /** As {@link Load#run}. */
    List<Answer> closedLoop(int users, int timesEach, int atOnce, Coupon... wanted) {
        return Load.run(client, List.of(wanted), users, timesEach, atOnce);
    }

    TestDatabase root() {
        return TestDatabase.of(stack.database(), MariaDbServer.ROOT, MariaDbServer.ROOT_PASSWORD);
    }

    /** How many were issued, by the stock. */
    long issued(Coupon coupon) {
        return database.number("SELECT total_quantity - stock FROM coupon WHERE coupon_id = " + coupon.couponId());
    }

    void awaitIssued(Coupon coupon, long atLeast) {
        await().atMost(RECOVERY_MAX).pollInterval(Duration.ofMillis(20)).until(() -> issued(coupon) >= atLeast);
    }

    /** Waits until a transaction that decides the coupon waits for its row: only the owner of its partition begins any. */
    void awaitWaitingForLockOf(Coupon coupon) {
        await().atMost(RECOVERY_MAX)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> database.number("SELECT COUNT(*) FROM information_schema.processlist"
                                + " WHERE id <> CONNECTION_ID() AND info LIKE '%FOR UPDATE%'"
                                + " AND info REGEXP '[(, ]" + coupon.couponId() + "[),]'")
                        > 0);
    }

    /** As {@link #awaitProgress(int, int)}, of each partition. */
    void awaitProgress(int requests) {
        IntStream.range(0, KafkaObserver.PARTITIONS).forEach(partition -> awaitProgress(partition, requests));
    }

    /** Waits until so many more requests of the partition are acknowledged. */
    void awaitProgress(int partition, int requests) {
        long goal = system.acknowledged(partition) + requests;
        await().atMost(PROGRESS_MAX)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> system.acknowledged(partition) >= goal);
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
        return topics.readAll(topics.names().couponIssueResults()).stream()
                .map(record -> codec.decode(record.value()))
                .filter(result -> result.couponId() == coupon.couponId())
                .toList();
    }

    /** Waits until a client gets one of these coupons, of which there must be some left, while it waits for it. */
    void awaitSuccess(Coupon coupon) {
        await().atMost(RECOVERY_MAX)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> request(coupon, LATE_COMER_WAIT_SECONDS) == 201);
    }

    /** {@link #awaitSuccess}, now that the fault is over; reports how long it took. */
    void awaitRecovery(Coupon coupon) {
        long mended = System.nanoTime();
        awaitSuccess(coupon);
        reportRecovery(mended);
    }

    /** A user who did not ask before asks, and waits that long; returns the status, 0 for a lost connection. */
    int request(Coupon coupon, int waitSeconds) {
        long user = lateComer++;
        try {
            Reply answer = client.issueAndWait(coupon.couponId(), user, waitSeconds);
            lateAnswers.add(Response.toAnswer(answer, coupon.couponId(), user));
            return answer.status();
        } catch (UncheckedIOException connectionLost) {
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

    /** Waits for rest, and fails unless every guarantee holds for this test's coupons and no other record became a dead letter. */
    void assertGuaranteesHold(List<Response> responses, CouponEdit... edits) {
        assertGuaranteesHoldFor(Response.answers(responses), edits);
    }

    /** So many records that nobody can read are written. */
    void expectDeadLetters(int more) {
        deadLetters += more;
    }

    /** As {@link #assertGuaranteesHold}. */
    void assertGuaranteesHoldFor(List<Answer> answers, CouponEdit... edits) {
        system.awaitRest(RECOVERY_MAX);
        List<Answer> all = new ArrayList<>(answers);
        all.addAll(lateAnswers);
        Evidence evidence = system.evidence(coupons, all);
        evidence.edits.addAll(List.of(edits));
        remembered.forEach(evidence::storedEarlier);
        Guarantees.assertHold(evidence);
        assertThat(system.deadLetters()).isEqualTo(deadLetters);
    }
}
