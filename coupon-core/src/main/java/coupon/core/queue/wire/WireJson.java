package coupon.core.queue.wire;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonIncludeProperties;
import coupon.core.domain.CouponIssueEvent;
import java.math.BigInteger;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.annotation.JsonDeserialize;
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
    private interface EventFields {
        @JsonDeserialize(using = AnyInteger.class)
        int version();
    }

    /** An integer of any size can be read; one that is out of range is no version that anybody knows. */
    private static final class AnyInteger extends ValueDeserializer<Integer> {
        private static final int UNKNOWN = -1;

        @Override
        public Integer deserialize(JsonParser json, DeserializationContext context) {
            if (!json.hasToken(JsonToken.VALUE_NUMBER_INT)) {
                return context.reportInputMismatch(this, "the version is no integer");
            }
            BigInteger version = json.getBigIntegerValue();
            return version.bitLength() < Integer.SIZE ? version.intValue() : UNKNOWN;
        }
    }
}
