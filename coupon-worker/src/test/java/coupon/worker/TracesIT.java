package coupon.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import coupon.core.domain.CouponIssueEvent;
import coupon.core.queue.wire.CouponIssueResultCodec;
import coupon.core.queue.wire.TraceParent;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Through which trace a result is followed back to its request. */
class TracesIT {
    private static final String ONE_TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private static final String ANOTHER_TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";
    private static final String NO_TRACE = "x".repeat(900_000);

    @ParameterizedTest
    @ValueSource(strings = {"tracing", "default"})
    void a_result_has_the_trace_of_its_own_request_if_that_has_one(String profile) {
        try (var fixture = WorkerFixture.open()) {
            fixture.database.insertCoupon(1, 5);
            fixture.topics.withoutLimits(fixture.names.couponIssue());
            CouponIssueEvent one = queueTraced(fixture, 1, 16, ONE_TRACE);
            CouponIssueEvent none = fixture.queue(1, 17);
            CouponIssueEvent another = queueTraced(fixture, 1, 18, ANOTHER_TRACE);
            CouponIssueEvent noise = queueTraced(fixture, 1, 19, NO_TRACE);
            fixture.worker("--spring.profiles.active=" + profile);
            fixture.awaitAcknowledged();

            Map<UUID, @Nullable String> expected = new HashMap<>();
            expected.put(one.eventId(), ONE_TRACE);
            expected.put(none.eventId(), null);
            expected.put(another.eventId(), ANOTHER_TRACE);
            expected.put(noise.eventId(), null);
            assertThat(traces(fixture)).isEqualTo(expected);
        }
    }

    private static CouponIssueEvent queueTraced(WorkerFixture fixture, long couponId, long userId, String trace) {
        CouponIssueEvent event = fixture.event(couponId, userId);
        ProducerRecord<byte[], byte[]> record = fixture.record(event);
        record.headers().add(TraceParent.HEADER, trace.getBytes(UTF_8));
        fixture.queue(record);
        return event;
    }

    private static Map<UUID, @Nullable String> traces(WorkerFixture fixture) {
        var codec = new CouponIssueResultCodec();
        Map<UUID, @Nullable String> traces = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> result : fixture.topics.readAll(fixture.names.couponIssueResults())) {
            Header header = result.headers().lastHeader(TraceParent.HEADER);
            traces.put(
                    codec.decode(result.value()).eventId(), header == null ? null : new String(header.value(), UTF_8));
        }
        return traces;
    }
}
