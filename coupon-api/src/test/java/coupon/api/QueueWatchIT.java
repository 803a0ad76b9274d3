package coupon.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coupon.api.testing.ApiUnderTest;
import coupon.api.testing.TestWorker;
import coupon.core.testing.TestServers;
import coupon.core.testing.TestTopics;
import coupon.verification.testkit.client.CouponClient;
import coupon.verification.testkit.client.Reply;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The queue, looked at from outside: how much waits, for whom, and what was set aside. */
class QueueWatchIT {
    private static final String LAG = "/api/admin/lag";
    private static final String DEAD_LETTERS = "/api/admin/dead-letters";

    @Test
    void what_is_accepted_and_not_decided_is_counted_line_by_line() {
        try (var api = ApiUnderTest.start()) {
            CouponClient http = api.http();
            for (long coupon = 1; coupon <= 4; coupon++) {
                api.database().insertCoupon(coupon, 100);
            }
            for (int user = 1; user <= 3; user++) {
                http.issue(2, user).is(202);
            }
            http.issue(4, 1).is(202);
            http.issue(3, 1).is(202);

            await().until(() -> queueSize(http, 2) == 4);
            assertThat(queueSize(http, 4)).as("in the same line").isEqualTo(4);
            assertThat(queueSize(http, 3)).isEqualTo(1);
            assertThat(queueSize(http, 1)).isZero();
            assertThat(http.get("/api/coupons/2/queue").json().propertyNames())
                    .containsExactlyInAnyOrder("couponId", "queueSize");
            Reply untouched = http.asOperator("GET", LAG, "").is(200);
            assertThat(untouched.text("totalLag")).isEqualTo("5");
            assertThat(untouched.text("group")).isEqualTo(ApiUnderTest.groupOf(api.topics()));
            assertThat(untouched.text("topic")).isEqualTo(api.topics().names().couponIssue());
            JsonNode second = untouched.json().path("partitions").get(1);
            assertThat(second.path("partition").asInt()).isEqualTo(1);
            assertThat(second.path("endOffset").asLong()).isEqualTo(4);
            assertThat(second.path("committedOffset").isNull()).isTrue();
            assertThat(second.path("lag").asLong()).isEqualTo(4);
            assertThat(second.path("consumerId").isNull()).isTrue();
            assertThat(second.path("host").isNull()).isTrue();

            try (var worker = TestWorker.start(api)) {
                await().until(() ->
                        http.asOperator("GET", LAG, "").text("totalLag").equals("0"));

                JsonNode decided = http.asOperator("GET", LAG, "")
                        .json()
                        .path("partitions")
                        .get(1);
                assertThat(decided.path("committedOffset").asLong()).isEqualTo(4);
                assertThat(decided.path("consumerId").asString()).isNotBlank();
                assertThat(decided.path("host").asString()).isNotBlank();
                await().until(() -> queueSize(http, 2) == 0);
            }
            http.get("/api/coupons/5/queue").isProblem(404);
            http.get("/api/coupons/x/queue").isProblem(400);
            http.get(LAG).isProblem(401);
        }
    }

    @Test
    void a_dead_letter_is_shown_with_its_reason_and_put_into_its_line_again() {
        try (var api = ApiUnderTest.start()) {
            CouponClient http = api.http();
            assertThat(http.asOperator("GET", DEAD_LETTERS, "").is(200).json().path("items"))
                    .isEmpty();
            setAside(api.topics(), 0, "coupon-1", "one");
            setAside(api.topics(), 2, "coupon-3", "two");

            JsonNode items =
                    http.asOperator("GET", DEAD_LETTERS, "").is(200).json().path("items");
            assertThat(items.findValuesAsString("value")).containsExactlyInAnyOrder("one", "two");
            assertThat(items.findValuesAsString("reason")).containsOnly("nobody can read this");
            assertThat(items.findValuesAsString("sourceOffset")).hasSize(2);
            assertThat(http.asOperator("GET", DEAD_LETTERS + "?size=1", "")
                            .json()
                            .path("items"))
                    .hasSize(1);

            Reply replayed =
                    http.asOperator("POST", DEAD_LETTERS + "/2-0/replay", "").is(202);

            assertThat(replayed.text("partition")).isEqualTo("2");
            assertThat(replayed.text("offset")).isEqualTo("0");
            assertThat(api.topics()
                            .read(api.topics().names().couponIssue(), 1)
                            .get(0)
                            .value())
                    .isEqualTo("two".getBytes(UTF_8));
            http.asOperator("POST", DEAD_LETTERS + "/2-1/replay", "").isProblem(404);
            http.asOperator("POST", DEAD_LETTERS + "/99-0/replay", "").isProblem(404);
            for (String none : new String[] {"x", "1", "-1-0", "1-x", "9999999999-0"}) {
                http.asOperator("POST", DEAD_LETTERS + "/" + none + "/replay", "")
                        .isProblem(400);
            }
            http.asOperator("GET", DEAD_LETTERS + "?size=201", "").isProblem(400);
            http.get(DEAD_LETTERS).isProblem(401);
            assertThat(api.topics().endOffsets(api.topics().names().couponIssue()))
                    .isEqualTo(List.of(0L, 0L, 1L));
        }
    }

    @Test
    void a_broker_that_does_not_answer_is_said_not_to() {
        try (var broker = TestServers.ownKafka()) {
            broker.start();
            try (var api =
                    ApiUnderTest.start(TestServers.newDatabase(), TestTopics.create(broker.bootstrapServers()))) {
                long coupon = api.newCoupon(1);

                broker.pause();

                Stream.of(LAG, "/api/coupons/" + coupon + "/queue", DEAD_LETTERS)
                        .map(path ->
                                CompletableFuture.supplyAsync(() -> api.http().asOperator("GET", path, "")))
                        .toList()
                        .forEach(answer -> assertThat(
                                        answer.join().isProblem(503).header("retry-after"))
                                .isNotEmpty());
                broker.resume();
                await().untilAsserted(
                                () -> api.http().asOperator("GET", LAG, "").is(200));
            }
        }
    }

    private static long queueSize(CouponClient http, long coupon) {
        return http.get("/api/coupons/" + coupon + "/queue").is(200).number("queueSize");
    }

    private static void setAside(TestTopics topics, int partition, String key, String value) {
        try (var producer = new KafkaProducer<>(
                Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, topics.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            var letter = new ProducerRecord<>(
                    topics.names().couponIssueDlt(), partition, key.getBytes(UTF_8), value.getBytes(UTF_8));
            letter.headers()
                    .add("kafka_dlt-exception-message", "nobody can read this".getBytes(UTF_8))
                    .add("kafka_dlt-original-partition", new byte[] {0, 0, 0, (byte) partition})
                    .add("kafka_dlt-original-offset", new byte[] {0, 0, 0, 0, 0, 0, 0, 9});
            producer.send(letter);
            producer.flush();
        }
    }
}
