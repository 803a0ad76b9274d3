package coupon.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import coupon.api.testing.ApiUnderTest;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TracingIT {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String TRACE_PARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";

    @Test
    void a_callers_trace_goes_on_in_the_queue() {
        try (var api = ApiUnderTest.startBesideShared("--spring.profiles.active=tracing")) {
            assertThat(traceOfTheEvent(api))
                    .extracting(header -> new String(header.value(), UTF_8))
                    .asString()
                    .startsWith("00-" + TRACE + "-");
        }
    }

    @Test
    void nothing_is_traced_unless_it_is_wanted() {
        assertThat(traceOfTheEvent(ApiUnderTest.shared())).isNull();
    }

    private static @Nullable Header traceOfTheEvent(ApiUnderTest api) {
        long coupon = api.newCoupon(1);
        api.http().issue(coupon, 1, "traceparent", TRACE_PARENT).is(202);
        return api.topics().readAll(api.topics().names().couponIssue()).stream()
                .filter(event -> new String(event.key(), UTF_8).equals("coupon-" + coupon))
                .findFirst()
                .orElseThrow()
                .headers()
                .lastHeader("traceparent");
    }
}
