package coupon.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coupon.api.testing.ApiUnderTest;
import coupon.core.testing.TestDatabase;
import coupon.core.testing.TestServers;
import coupon.core.testing.TestTopics;
import coupon.local.server.MariaDbServer;
import coupon.verification.testkit.client.CouponClient;
import coupon.verification.testkit.client.Reply;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A database that is frozen, locked or away: every call is answered within seconds, and truthfully. */
class DatabaseOutageIT {
    /** A record of what the operator does and the change itself may take ten, on a machine that does nothing else. */
    private static final Duration ANSWER_MAX = Duration.ofSeconds(15);

    private static final Duration RECOVERY_MAX = Duration.ofMinutes(1);
    private static final long KNOWN = 1;
    private static final AtomicLong UNKNOWN = new AtomicLong(1_000_000);

    private static MariaDbServer server;
    private static ApiUnderTest api;
    private static CouponClient http;

    @BeforeAll
    static void start() {
        server = TestServers.ownMariaDb();
        server.start();
        TestDatabase database = TestDatabase.create(server);
        database.insertCoupon(KNOWN, 1_000);
        api = ApiUnderTest.start(database, TestTopics.create(TestServers.kafkaBootstrapServers()));
        http = api.http();
    }

    @AfterAll
    static void stop() {
        api.close();
        server.kill();
    }

    @Test
    void locked_tables() throws SQLException {
        try (Connection operator = api.database().connect();
                Statement statement = operator.createStatement()) {
            statement.execute("LOCK TABLES coupon WRITE, user_coupon WRITE, coupon_issue_request WRITE,"
                    + " coupon_stock_change WRITE");
            everyCallIsAnswered(503);
        }
        everythingWorksAgain();
    }

    @Test
    void a_frozen_server() {
        server.pause();
        try {
            everyCallIsAnswered(504);
        } finally {
            server.resume();
        }
        everythingWorksAgain();
    }

    @Test
    void a_server_that_is_away() {
        server.kill();
        try {
            everyCallIsAnswered(503);
        } finally {
            server.start();
        }
        everythingWorksAgain();
    }

    /**
     * More calls at once than there are connections.
     *
     * @param ofWrites the status of one that got a connection; without one it is 503
     */
    private static void everyCallIsAnswered(int ofWrites) {
        List<CompletableFuture<Reply>> reads = Stream.concat(
                        IntStream.range(0, 20)
                                .mapToObj(i -> within(
                                        () -> http.get("/api/users/7/coupons").isProblem(503))),
                        IntStream.range(0, 5)
                                .mapToObj(i -> within(() -> http.get("/api/coupons/" + UNKNOWN.incrementAndGet())
                                        .isProblem(503))))
                .toList();
        CompletableFuture.allOf(reads.toArray(CompletableFuture<?>[]::new)).join();
        List<CompletableFuture<Reply>> writes = IntStream.range(0, 15)
                .mapToObj(i -> within(() -> i % 2 == 0 ? create() : addStock()))
                .toList();
        assertThat(writes.stream().map(answer -> answer.join().status()).distinct())
                .isSubsetOf(503, ofWrites);
        within(() -> http.get("/api/coupons/" + KNOWN).is(200)).join();
        within(() -> http.issue(KNOWN, 1).is(202)).join();
    }

    private static void everythingWorksAgain() {
        await().atMost(RECOVERY_MAX).untilAsserted(() -> {
            http.get("/api/users/7/coupons").is(200);
            http.get("/api/coupons/" + UNKNOWN.incrementAndGet()).isProblem(404);
            addStock().is(200);
            Reply created = create().is(201);
            http.get(created.header("location")).is(200);
        });
    }

    private static Reply create() {
        return http.asOperator("POST", "/api/admin/coupons", "{\"name\":\"a coupon\",\"totalQuantity\":1}");
    }

    private static Reply addStock() {
        return http.asOperator("PATCH", "/api/admin/coupons/" + KNOWN, "{\"addStock\":1}", "If-Match", "*");
    }

    private static CompletableFuture<Reply> within(Supplier<Reply> call) {
        return CompletableFuture.supplyAsync(
                () -> {
                    long begun = System.nanoTime();
                    Reply answer = call.get();
                    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(ANSWER_MAX);
                    if (answer.status() >= 500) {
                        answer.isProblem(answer.status());
                    }
                    return answer;
                },
                task -> new Thread(task, "call").start());
    }
}
