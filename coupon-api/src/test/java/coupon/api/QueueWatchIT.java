package coupon.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coupon.api.testing.ApiUnderTest;
import coupon.api.testing.TestWorker;
import coupon.verification.testkit.client.CouponClient;
import coupon.verification.testkit.client.Reply;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.JsonNode;

/** The queue, looked at from outside: how much waits, for whom, and what was set aside. One instance sees it all in turn. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class QueueWatchIT {
    private static final String LAG = "/api/admin/lag";
    private static final String DEAD_LETTERS = "/api/admin/dead-letters";

    private static ApiUnderTest api;
    private static CouponClient http;

    @BeforeAll
    static void start() {
        api = ApiUnderTest.start();
        http = api.http();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    @Order(1)
    void the_partitions_are_measured_and_promises_are_checked() {
        api.database().insertCoupon(8, 1);
        for (int user = 1; user <= 2; user++) {
            http.issue(8, user).is(202);
        }

        await().until(() -> value("coupon_lag{application=\"coupon-api\",partition=\"2\"}") == 2);
        await().until(() ->
                value("coupon_oldest_undecided_age_seconds{application=\"coupon-api\",partition=\"2\"}") > 0);
        assertThat(value("coupon_lag{application=\"coupon-api\",partition=\"0\"}"))
                .isZero();
        assertThat(
                        value(
                                "coupon_publish_seconds_count{application=\"coupon-api\",outcome=\"ACCEPTED\",what=\"events\"}"))
                .isEqualTo(2);

        try (var worker = TestWorker.start(api)) {
            await().until(() -> value("coupon_promises_checked_total{application=\"coupon-api\"}") == 2);
            await().until(
                            () -> value(
                                    "coupon_oldest_undecided_age_seconds{application=\"coupon-api\",partition=\"2\"}"),
                            age -> age == 0);
        }
        assertThat(value("coupon_promises_broken_total{application=\"coupon-api\"}"))
                .isZero();
    }

    @Test
    @Order(2)
    void what_is_accepted_and_not_decided_is_counted_by_partition() {
        for (long coupon = 1; coupon <= 4; coupon++) {
            api.database().insertCoupon(coupon, 100);
        }
        for (int user = 1; user <= 3; user++) {
            http.issue(2, user).is(202);
        }
        http.issue(4, 1).is(202);
        http.issue(3, 1).is(202);

        await().until(() -> queueSize(2) == 4);
        assertThat(queueSize(4)).as("in the same partition").isEqualTo(4);
        assertThat(queueSize(3)).isEqualTo(1);
        assertThat(queueSize(1)).isZero();
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
            await().until(() -> http.asOperator("GET", LAG, "").text("totalLag").equals("0"));

            JsonNode decided =
                    http.asOperator("GET", LAG, "").json().path("partitions").get(1);
            assertThat(decided.path("committedOffset").asLong()).isEqualTo(4);
            assertThat(decided.path("consumerId").asString()).isNotBlank();
            assertThat(decided.path("host").asString()).isNotBlank();
            await().until(() -> queueSize(2) == 0);
        }
        http.get("/api/coupons/5/queue").isProblem(404);
        http.get("/api/coupons/x/queue").isProblem(400);
        http.get(LAG).isProblem(401);
    }

    @Test
    @Order(3)
    void a_dead_letter_is_shown_with_its_reason_and_put_into_its_partition_again() {
        assertThat(http.asOperator("GET", DEAD_LETTERS, "").is(200).json().path("items"))
                .isEmpty();
        setAside(0, "coupon-1", "one");
        setAside(2, "coupon-3", "two");
        String events = api.topics().names().couponIssue();
        List<Long> before = api.topics().endOffsets(events);

        JsonNode items = http.asOperator("GET", DEAD_LETTERS, "").is(200).json().path("items");
        assertThat(items.findValuesAsString("value")).containsExactlyInAnyOrder("one", "two");
        assertThat(items.findValuesAsString("reason")).containsOnly("nobody can read this");
        assertThat(items.findValuesAsString("sourceOffset")).hasSize(2);
        assertThat(http.asOperator("GET", DEAD_LETTERS + "?size=1", "").json().path("items"))
                .hasSize(1);

        Reply replayed =
                http.asOperator("POST", DEAD_LETTERS + "/2-0/replay", "").is(202);

        ApiDocumentIT.isDescribed(replayed);
        ApiDocumentIT.isDescribed(http.asOperator("GET", DEAD_LETTERS, ""));
        assertThat(replayed.text("partition")).isEqualTo("2");
        assertThat(replayed.number("offset")).isEqualTo(before.get(2));
        assertThat(api.topics().readAll(events))
                .filteredOn(record -> record.partition() == 2)
                .last()
                .satisfies(record -> assertThat(record.value()).isEqualTo("two".getBytes(UTF_8)));
        http.asOperator("POST", DEAD_LETTERS + "/2-1/replay", "").isProblem(404);
        http.asOperator("POST", DEAD_LETTERS + "/99-0/replay", "").isProblem(404);
        for (String none : new String[] {"x", "1", "-1-0", "1-x", "9999999999-0"}) {
            http.asOperator("POST", DEAD_LETTERS + "/" + none + "/replay", "").isProblem(400);
        }
        http.asOperator("GET", DEAD_LETTERS + "?size=201", "").isProblem(400);
        http.get(DEAD_LETTERS).isProblem(401);
        assertThat(api.topics().endOffsets(events)).isEqualTo(List.of(before.get(0), before.get(1), before.get(2) + 1));
    }

    private static long queueSize(long coupon) {
        return http.get("/api/coupons/" + coupon + "/queue").is(200).number("queueSize");
    }

    private static double value(String meter) {
        Matcher line = Pattern.compile("(?m)^" + Pattern.quote(meter) + " (\\S+)$")
                .matcher(api.management().get("/actuator/prometheus").body());
        return line.find() ? Double.parseDouble(line.group(1)) : -1;
    }

    private static void setAside(int partition, String key, String value) {
        try (var producer = new KafkaProducer<>(
                Map.of(
                        CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                        api.topics().bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            var letter = new ProducerRecord<>(
                    api.topics().names().couponIssueDlt(), partition, key.getBytes(UTF_8), value.getBytes(UTF_8));
            letter.headers()
                    .add("kafka_dlt-exception-message", "nobody can read this".getBytes(UTF_8))
                    .add("kafka_dlt-original-partition", new byte[] {0, 0, 0, (byte) partition})
                    .add("kafka_dlt-original-offset", new byte[] {0, 0, 0, 0, 0, 0, 0, 9});
            producer.send(letter);
            producer.flush();
        }
    }
}
