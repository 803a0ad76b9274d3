package coupon.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coupon.api.result.WaitingCallers;
import coupon.api.testing.ApiUnderTest;
import coupon.api.testing.EventStream;
import coupon.core.queue.kafka.CouponTopics;
import coupon.core.testing.TestDatabase;
import coupon.core.testing.TestServers;
import coupon.core.testing.TestTopics;
import coupon.verification.testkit.client.CouponClient;
import coupon.verification.testkit.client.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;

/** Starting, stopping, and what an instance says of itself meanwhile. */
class LifecycleIT {
    private static final String KEY = "Idempotency-Key";
    /** Shorter than any question to a broker that does not answer, and long for a busy machine. */
    private static final Duration WITHOUT_ASKING_THE_BROKER = Duration.ofMillis(2_500);
    /** {@code spring.lifecycle.timeout-per-shutdown-phase}, less what a busy machine needs to stop all else. */
    private static final Duration GRACE_OF_REQUESTS = Duration.ofSeconds(18);

    @Test
    void a_ready_instance_says_so_and_exposes_its_metrics() {
        var api = ApiUnderTest.shared();
        CouponClient management = api.management();

        assertThat(management.get("/actuator/health/liveness").is(200).text("status"))
                .isEqualTo("UP");
        assertThat(management.get("/actuator/health/readiness").is(200).text("status"))
                .isEqualTo("UP");
        management.get("/actuator/health").is(200);
        assertThat(Thread.getAllStackTraces().keySet())
                .as("an event loop that no caller of the API can keep busy")
                .anyMatch(thread -> thread.getName().startsWith("management-"));
        assertThat(management.get("/actuator/prometheus").is(200).body())
                .contains("coupon_waiting_callers", "coupon_snapshot_age_seconds", "http_server_requests")
                .contains("resilience4j_circuitbreaker_state", "coupon_publish_in_flight");
        management.get("/actuator/env").isProblem(404);
        api.http().get("/actuator/health").isProblem(404);
    }

    @Test
    void an_instance_has_warmed_up_without_a_trace_in_the_queue_and_answers_waiting_callers_when_it_is_stopped()
            throws Exception {
        try (var api = ApiUnderTest.start()) {
            TestTopics topics = api.topics();
            assertThat(topics.endOffsets(topics.names().warmUp())).allMatch(end -> end > 0);
            assertThat(topics.endOffsets(topics.names().couponIssue())).containsOnly(0L);

            long coupon = api.newCoupon(1);
            CouponClient http = api.http();
            var waiting = api.bean("waitingCallers", WaitingCallers.class);
            CompletableFuture<Reply> call = http.issueAsync(coupon, 1, "Prefer", "wait=30");
            await().until(() -> waiting.count() == 1);
            try (var viewer = EventStream.open(http, "/ops/stream", "Authorization", http.login())) {
                long before = System.nanoTime();
                api.close();

                assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(GRACE_OF_REQUESTS);
                call.get().is(202);
                await().until(viewer::hasEnded);
            }
        }
    }

    /** Where it would migrate, it could not: the tables are there, and nothing says which migrations made them. */
    @Test
    void an_instance_that_is_set_not_to_migrate_does_not() {
        TestDatabase database = TestServers.newDatabase();
        database.execute("DROP TABLE flyway_schema_history");
        TestTopics topics = TestTopics.create(TestServers.kafkaBootstrapServers());

        try (var api = ApiUnderTest.start(database, topics, "--spring.flyway.enabled=false")) {
            api.http().issue(api.newCoupon(1), 1).is(202);
        }
    }

    @Test
    void while_the_broker_is_frozen_an_instance_refuses_requests_and_stays_in_service() {
        try (var broker = TestServers.ownKafka()) {
            broker.start();
            try (var api =
                    ApiUnderTest.start(TestServers.newDatabase(), TestTopics.create(broker.bootstrapServers()))) {
                long coupon = api.newCoupon(100);
                api.http().issue(coupon, 1).is(202);

                broker.pause();
                Reply unknown = api.http().issue(coupon, 2, KEY, "k").isProblem(504);
                assertThat(unknown.header("location")).endsWith("/requests/" + unknown.text("requestId"));
                api.http().get(unknown.header("location")).isProblem(404);

                await().until(() -> api.http().issue(coupon, 3).status() == 503);
                Reply refused = quickly(() -> api.http().issue(coupon, 3).isProblem(503));
                assertThat(refused.header("retry-after")).isNotEmpty();
                quickly(() -> api.management().get("/actuator/health/readiness").is(200));
                quickly(() -> api.management().get("/actuator/health/liveness").is(200));
                quickly(() -> api.http().get("/api/coupons/" + coupon).is(200));
                Stream.of("/api/admin/lag", "/api/coupons/" + coupon + "/queue", "/api/admin/dead-letters")
                        .map(path ->
                                CompletableFuture.supplyAsync(() -> api.http().asOperator("GET", path, "")))
                        .toList()
                        .forEach(answer -> assertThat(
                                        answer.join().isProblem(503).header("retry-after"))
                                .isNotEmpty());

                broker.resume();
                await().untilAsserted(() ->
                        api.http().asOperator("GET", "/api/admin/lag", "").is(200));
                await().untilAsserted(() -> api.http().issue(coupon, 4).is(202));
                Reply settled = api.http().issue(coupon, 2, KEY, "k").is(202);
                assertThat(settled.text("requestId")).isEqualTo(unknown.text("requestId"));
            }
        }
    }

    @Test
    void it_starts_before_its_servers_do_and_is_ready_when_they_are() throws Exception {
        var broker = TestServers.ownKafka();
        var mariaDb = TestServers.ownMariaDb();
        var database = TestDatabase.of(mariaDb);
        var names = new CouponTopics("events", "results", "dlt", "warm-up", 3, 1);
        List<Integer> ports = Collections.synchronizedList(new ArrayList<>());
        var application = ApiUnderTest.application().listeners((ApplicationListener<WebServerInitializedEvent>)
                event -> ports.add(event.getWebServer().getPort()));
        String[] arguments = ApiUnderTest.arguments(database, new TestTopics(broker.bootstrapServers(), names));
        try (broker;
                mariaDb) {
            var starting = CompletableFuture.supplyAsync(() -> application.run(arguments));
            await().until(() -> ports.size() == 2);
            var api = CouponClient.ofPort(ports.get(0));
            var management = CouponClient.ofPort(ports.get(1));
            await().untilAsserted(
                            () -> management.get("/actuator/health/liveness").is(200));
            management.get("/actuator/health/readiness").is(503);
            api.issue(1, 1).isProblem(503);

            mariaDb.start();
            broker.start();

            try (var started = starting.get()) {
                management.get("/actuator/health/readiness").is(200);
                database.insertCoupon(1, 10);
                api.issue(1, 1).is(202);
            }
        }
    }

    private static <T> T quickly(Supplier<T> call) {
        long before = System.nanoTime();
        T answer = call.get();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(WITHOUT_ASKING_THE_BROKER);
        return answer;
    }
}
