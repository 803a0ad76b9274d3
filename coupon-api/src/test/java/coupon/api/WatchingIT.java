package coupon.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coupon.api.result.WaitingCallers;
import coupon.api.testing.ApiUnderTest;
import coupon.api.testing.EventStream;
import coupon.api.testing.EventStream.Event;
import coupon.api.testing.TestWorker;
import coupon.verification.testkit.client.CouponClient;
import coupon.verification.testkit.client.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Watching a request until it is decided. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WatchingIT {
    private static final int STREAMS_MAX = 3;
    private static final String SSE = "text/event-stream";

    /** Another instance of the same system. */
    private static final ApiUnderTest OTHER = ApiUnderTest.shared();

    private static ApiUnderTest api;
    private static CouponClient http;

    @BeforeAll
    static void start() {
        api = ApiUnderTest.start(
                OTHER.database(),
                OTHER.topics(),
                "--app.streams.open-max=" + STREAMS_MAX,
                "--app.streams.heartbeat-interval=100ms");
        http = api.http();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void the_position_falls_until_the_outcome_comes_and_ends_the_stream() {
        long coupon = api.newCoupon(50);
        api.awaitProgress();
        for (int user = 1; user < 40; user++) {
            http.issue(coupon, user).is(202);
        }
        Reply accepted = http.issue(coupon, 40).is(202);
        try (var stream = EventStream.open(http, accepted.header("location"))) {
            await().until(() -> !stream.events().isEmpty());
            assertThat(stream.events()).containsExactly(new Event("queued", accepted.json()));

            try (var worker = TestWorker.start(api)) {
                List<Event> all = stream.allEvents();

                List<Long> positions = all.subList(0, all.size() - 1).stream()
                        .map(Event::position)
                        .toList();
                assertThat(positions).isSortedAccordingTo((one, other) -> Long.compare(other, one));
                assertThat(positions).doesNotHaveDuplicates();
                assertThat(all.subList(0, all.size() - 1)).allMatch(event -> "queued".equals(event.name()));
                Event last = all.get(all.size() - 1);
                assertThat(last.name()).isEqualTo("decided");
                assertThat(last.data().path("outcome").asString()).isEqualTo("SUCCESS");
                assertThat(last.data())
                        .isEqualTo(http.get(accepted.header("location")).json());
            }
        }
    }

    @Test
    void a_waiting_client_sees_that_its_coupon_is_paused_and_that_it_goes_on() {
        long coupon = api.newCoupon(1);
        api.awaitProgress();
        Reply accepted = http.issue(coupon, 1).is(202);
        assertThat(accepted.json().has("couponState")).isFalse();
        String location = accepted.header("location");
        try (var stream = EventStream.open(http, location)) {
            await().until(() -> couponStates(stream).equals(List.of("")));
            pause(coupon, true);
            await().until(() -> couponStates(stream).equals(List.of("", "PAUSED")));
            assertThat(http.get(location).is(200).text("couponState")).isEqualTo("PAUSED");
            try (var later = EventStream.open(http, location)) {
                await().until(() -> couponStates(later).equals(List.of("PAUSED")));
            }

            pause(coupon, false);

            await().until(() -> couponStates(stream).equals(List.of("", "PAUSED", "")));
            assertThat(http.get(location).is(200).json()).isEqualTo(accepted.json());
            assertThat(stream.events()).allMatch(event -> "queued".equals(event.name()));
        }
    }

    private static void pause(long coupon, boolean paused) {
        http.asOperator("PATCH", "/api/admin/coupons/" + coupon, "{\"paused\":" + paused + "}", "If-Match", "*")
                .is(200);
    }

    private static List<String> couponStates(EventStream stream) {
        return stream.events().stream()
                .map(event -> event.data().path("couponState").asString(""))
                .toList();
    }

    @Test
    void a_request_that_is_decided_already_is_answered_at_once_and_needs_no_ticket() {
        long coupon = api.newCoupon(1);
        String location;
        try (var worker = TestWorker.start(api)) {
            location = http.issue(coupon, 1, "Prefer", "wait=20").is(201).header("location");
        }
        try (var stream = EventStream.open(http, location)) {
            assertThat(stream.allEvents())
                    .containsExactly(new Event("decided", http.get(location).json()));
        }
    }

    @Test
    void another_instance_answers_the_outcome_too() {
        long coupon = api.newCoupon(1);
        String location = http.issue(coupon, 1).is(202).header("location");
        try (var stream = EventStream.open(OTHER.http(), location)) {
            await().until(() -> !stream.events().isEmpty());
            try (var worker = TestWorker.start(api)) {
                List<Event> all = stream.allEvents();

                assertThat(all.get(0).name()).isEqualTo("queued");
                assertThat(all.get(all.size() - 1).data().path("outcome").asString())
                        .isEqualTo("SUCCESS");
            }
        }
    }

    @Test
    void a_result_that_was_missed_is_found_in_the_request_store() {
        long coupon = api.newCoupon(1);
        String location = http.issue(coupon, 1).is(202).header("location");
        try (var stream = EventStream.open(http, location);
                var worker = TestWorker.startMute(api)) {
            List<Event> all = stream.allEvents();

            assertThat(all.get(all.size() - 1))
                    .isEqualTo(new Event("decided", http.get(location).json()));
        }
    }

    @Test
    void a_stream_for_a_position_that_belongs_to_no_request_ends_without_an_outcome() {
        long coupon = api.newCoupon(1);
        String invented =
                http.issue(coupon, 1).header("location").replaceAll("requests/[^?]+", "requests/" + UUID.randomUUID());
        try (var stream = EventStream.open(http, invented);
                var worker = TestWorker.start(api)) {
            assertThat(stream.allEvents()).allMatch(event -> "queued".equals(event.name()));
        }
    }

    @Test
    void an_idle_stream_shows_that_it_is_alive() {
        long coupon = api.newCoupon(1);
        String location = http.issue(coupon, 1).is(202).header("location");
        try (var stream = EventStream.open(http, location)) {
            await().until(() -> stream.comments() >= 3);
            assertThat(stream.hasEnded()).isFalse();
        }
    }

    @Test
    void when_too_many_are_open_one_more_is_refused_until_one_is_closed() {
        long coupon = api.newCoupon(1);
        String location = http.issue(coupon, 1).is(202).header("location");
        var readers = api.bean("streamReaders", WaitingCallers.class);
        await().until(() -> readers.count() == 0);
        List<EventStream> open = new ArrayList<>(IntStream.range(0, STREAMS_MAX)
                .mapToObj(i -> EventStream.open(http, location))
                .toList());
        try {
            Reply refused = http.get(location, "Accept", SSE).isProblem(503);
            assertThat(refused.header("retry-after")).isNotEmpty();
            http.get(location).is(200);

            open.remove(0).close();

            await().until(() -> readers.count() < STREAMS_MAX);
            open.add(EventStream.open(http, location));
        } finally {
            open.forEach(EventStream::close);
        }
        await().until(() -> readers.count() == 0);
    }

    @Test
    void what_cannot_be_asked_for_cannot_be_watched() {
        long coupon = api.newCoupon(1);
        String location = http.issue(coupon, 1).is(202).header("location");

        http.get(location.substring(0, location.indexOf('?')), "Accept", SSE).isProblem(404);
        http.get("/api/coupons/1/requests/" + UUID.randomUUID(), "Accept", SSE).isProblem(404);
        http.get("/api/coupons/1/requests/x", "Accept", SSE).isProblem(400);
        http.get("/api/coupons/1/requests/" + UUID.randomUUID() + "?ticket=x", "Accept", SSE)
                .isProblem(400);
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void streams_end_when_the_instance_is_stopped() {
        long coupon = api.newCoupon(1);
        String location = http.issue(coupon, 1).is(202).header("location");
        try (var stream = EventStream.open(http, location)) {
            api.close();

            assertThat(stream.allEvents()).allMatch(event -> "queued".equals(event.name()));
        }
    }
}
