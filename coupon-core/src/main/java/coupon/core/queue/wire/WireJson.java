package coupon.core.queue.wire;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonIncludeProperties;
import coupon.core.domain.CouponIssueEvent;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON as it is on the wire: unknown fields pass, everything else must be exactly of its type. */
final class WireJson {
    static final JsonMapper MAPPER = JsonMapper.builder()
            .addMixIn(CouponIssueEvent.class, EventFields.class)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    private WireJson() {}

    @JsonIncludeProperties({"eventId", "userId", "couponId", "timestamp", "version"})
    @JsonIgnoreProperties(ignoreUnknown = true)
    private interface EventFields {}
}
