package coupon.verification.system.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coupon.verification.testkit.client.CouponClient;
import coupon.verification.testkit.client.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asking for a coupon and following the request, through two instances. */
class IssuingContractIT {
    private static final Duration SETTLED_MAX = Duration.ofSeconds(30);
    private static final String NAME = "by contract";
    private static final String KEY = "Idempotency-Key";
    /** Users of this test alone, since how often a user asks is counted over all tests. */
    private static final long KEYED_USER = 50;

    private static final long IMPATIENT_USER = 200;

    private final CouponClient api = Instances.first();
    private final CouponClient other = Instances.second();

    @Test
    void a_caller_who_does_not_wait_is_accepted_and_finds_the_outcome_through_any_instance() {
        long coupon = api.createCoupon(NAME, 1);

        String location = api.issue(coupon, 1).isAccepted(coupon, 1).header("location");

        await().atMost(SETTLED_MAX)
                .until(() -> other.get(location).is(200).text("state").equals("DECIDED"));
        Reply decided = other.get(location).is(200).isDecided(coupon, 1, "SUCCESS");
        assertThat(api.get(location).is(200).json()).isEqualTo(decided.json());
    }

    @Test
    void a_waiting_caller_is_answered_the_outcome() {
        long coupon = api.createCoupon(NAME, 1);

        Reply won = api.issueAndWait(coupon, 1, 20).is(201).isDecided(coupon, 1, "SUCCESS");
        assertThat(won.header("preference-applied")).isEqualTo("wait=20");
        assertThat(other.get(won.header("location")).is(200).json()).isEqualTo(won.json());

        api.issueAndWait(api.createCoupon(NAME, 1), 1, 20).is(201);
        await().atMost(SETTLED_MAX)
                .untilAsserted(() -> api.issueAndWait(coupon, 2, 20).isRefusal(409, "OUT_OF_STOCK"));
    }

    @Test
    void a_user_who_has_it_is_answered_that_it_is_a_duplicate() {
        long coupon = api.createCoupon(NAME, 5);
        api.issueAndWait(coupon, 1, 20).is(201);

        Reply again = other.issueAndWait(coupon, 1, 20).isRefusal(409, "DUPLICATE_REQUEST");

        assertThat(again.header("preference-applied")).isEqualTo("wait=20");
    }

    @Test
    void what_is_refused_early_is_not_queued() {
        long scheduled = api.createCoupon(NAME, "\"totalQuantity\":1,\"opensAt\":\"2100-01-01T00:00:00Z\"");
        long soldOut = api.createCoupon(NAME, 1);
        api.issueAndWait(soldOut, 1, 20).is(201);
        await().atMost(SETTLED_MAX)
                .until(() -> api.get("/api/coupons/" + soldOut).text("state").equals("SOLD_OUT"));
        Instances.whileNobodyDecides(() -> {
            long waiting = queueSize(soldOut);
            for (String[] prefer : new String[][] {{}, {"Prefer", "wait=5"}}) {
                api.issue(soldOut, 2, prefer).isRefusal(409, "OUT_OF_STOCK");
                api.issue(scheduled, 2, prefer).isRefusal(422, "BUSINESS_ERROR");
                api.issue(Long.MAX_VALUE, 2, prefer).isProblem(404);
                api.send("POST", "/api/coupons/" + soldOut + "/issue", "", prefer)
                        .isProblem(400);
                for (String user : new String[] {"", "0", "-1", "x", "9223372036854775808"}) {
                    api.send("POST", "/api/coupons/" + soldOut + "/issue?userId=" + user, "", prefer)
                            .isProblem(400);
                }
                for (String id : new String[] {"0", "-1", "x", "9223372036854775808"}) {
                    api.send("POST", "/api/coupons/" + id + "/issue?userId=1", "", prefer)
                            .isProblem(400);
                }
            }
            api.issue(soldOut, 2, "Prefer", "wait=31").isRefusal(409, "OUT_OF_STOCK");
            api.issue(soldOut, 2, KEY, "a b").isProblem(400);
            api.issue(soldOut, 2, KEY, "x".repeat(256)).isProblem(400);
            assertThat(queueSize(soldOut)).isEqualTo(waiting);
        });
    }

    @Test
    void a_request_not_decided_in_time_is_accepted_and_its_position_can_be_followed_through_any_instance() {
        long coupon = api.createCoupon(NAME, 10);
        List<Stream<String>> streams = new ArrayList<>();
        Instances.whileNobodyDecides(() -> {
            long waiting = queueSize(coupon);
            api.issue(coupon, 1).isAccepted(coupon, 1);
            Reply accepted = api.issueAndWait(coupon, 2, 1).isAccepted(coupon, 2);
            assertThat(accepted.text("state")).isEqualTo("QUEUED");
            assertThat(accepted.header("preference-applied")).isEqualTo("wait=1");
            Reply followed = other.get(accepted.header("location")).is(200).isRequest(coupon, 2);
            assertThat(followed.number("position")).isPositive();
            await().atMost(SETTLED_MAX)
                    .untilAsserted(() -> assertThat(queueSize(coupon)).isEqualTo(waiting + 2));
            streams.add(other.events(accepted.header("location")));
        });

        List<String> lines = streams.get(0).filter(line -> !line.isEmpty()).toList();

        List<JsonNode> events = data(lines, "queued");
        assertThat(events).isNotEmpty().allSatisfy(event -> Reply.assertRequest(event, coupon, 2));
        assertThat(events.stream().map(event -> event.path("position").asLong()))
                .isSortedAccordingTo((left, right) -> Long.compare(right, left));
        assertThat(lines.get(lines.size() - 2)).isEqualTo("event:decided");
        assertThat(data(lines, "decided")).singleElement().satisfies(event -> {
            Reply.assertRequest(event, coupon, 2);
            assertThat(event.path("outcome").asString()).isEqualTo("SUCCESS");
        });
    }

    @Test
    void the_same_key_is_the_same_request_through_every_instance_and_at_once() {
        long coupon = api.createCoupon(NAME, 10);
        List<CompletableFuture<Reply>> calls = IntStream.range(0, 20)
                .mapToObj(call -> (call % 2 == 0 ? api : other)
                        .issueAsync(coupon, KEYED_USER, KEY, "x".repeat(255), "Prefer", "wait=20"))
                .toList();

        List<Reply> replies = calls.stream().map(CompletableFuture::join).toList();

        assertThat(replies).allSatisfy(reply -> reply.is(201).isDecided(coupon, KEYED_USER, "SUCCESS"));
        assertThat(replies.stream().map(Reply::json).distinct()).hasSize(1);
        String id = replies.get(0).text("requestId");
        assertThat(other.issue(coupon, KEYED_USER, KEY, "x".repeat(255)).is(202).text("requestId"))
                .isEqualTo(id);
        other.issue(coupon, KEYED_USER, KEY, "another", "Prefer", "wait=20").isProblem(409);
    }

    @Test
    void a_user_who_asks_too_often_is_refused_and_others_are_not() {
        long coupon = api.createCoupon(NAME, 10);
        List<CompletableFuture<Reply>> calls = IntStream.range(0, 200)
                .mapToObj(call -> api.issueAsync(coupon, IMPATIENT_USER))
                .toList();

        List<Reply> refused = calls.stream()
                .map(CompletableFuture::join)
                .filter(reply -> reply.status() != 202)
                .toList();

        assertThat(refused).isNotEmpty().allSatisfy(reply -> {
            reply.isProblem(429);
            assertThat(reply.header("retry-after")).matches("[0-9]+");
        });
        api.issue(coupon, 2).isAccepted(coupon, 2);
    }

    @Test
    void what_is_no_request_is_not_found() {
        api.get("/api/coupons/1/requests/" + UUID.randomUUID()).isProblem(404);
        api.get("/api/coupons/1/requests/x").isProblem(400);
    }

    @Test
    void with_a_frozen_queue_the_fate_of_what_was_sent_is_unknown_and_later_of_other_requests_until_it_thaws() {
        long coupon = api.createCoupon(NAME, 10);
        List<Reply> unknown = new ArrayList<>();
        Instances.whileTheQueueIsFrozen(() -> {
            Reply sent = api.issue(coupon, 1, KEY, "frozen").isProblem(504);
            assertThat(sent.header("location")).contains(sent.text("requestId"));
            unknown.add(sent);
            await().atMost(SETTLED_MAX).until(() -> api.issue(coupon, 2).status() == 503);
            Reply refused = api.issue(coupon, 3).isProblem(503);
            assertThat(refused.header("retry-after")).matches("[0-9]+");
            Instances.management().get("/actuator/health/readiness").is(200);
            Instances.management().get("/actuator/health/liveness").is(200);
        });

        await().atMost(SETTLED_MAX)
                .until(() ->
                        api.issue(coupon, 1, KEY, "frozen", "Prefer", "wait=20").status() == 201);
        Reply settled = other.get(unknown.get(0).header("location")).is(200).isDecided(coupon, 1, "SUCCESS");
        assertThat(settled.text("requestId")).isEqualTo(unknown.get(0).text("requestId"));
        api.issueAndWait(coupon, 3, 20).is(201);
    }

    private long queueSize(long coupon) {
        Reply queue = other.get("/api/coupons/" + coupon + "/queue").is(200);
        assertThat(queue.json().propertyNames()).containsExactlyInAnyOrder("couponId", "queueSize");
        assertThat(queue.number("couponId")).isEqualTo(coupon);
        return queue.number("queueSize");
    }

    private static List<JsonNode> data(List<String> lines, String event) {
        return IntStream.range(1, lines.size())
                .filter(at -> lines.get(at - 1).equals("event:" + event))
                .mapToObj(at -> JsonMapper.shared().readTree(lines.get(at).substring("data:".length())))
                .toList();
    }
}
