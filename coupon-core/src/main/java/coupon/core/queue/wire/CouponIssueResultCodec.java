package coupon.core.queue.wire;

import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.CouponIssueStatus;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;

/** The wire form of a published result: the JSON of {@code schema/coupon-issue-result.schema.json}. */
public final class CouponIssueResultCodec {
    private static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final ObjectReader reader = WireJson.MAPPER
            .readerFor(PublishedResult.class)
            // Only the number may be missing; the record and the primitive types refuse everything else.
            .without(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .without(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);
    private final ObjectWriter writer = WireJson.MAPPER.writerFor(Wire.class);

    public byte[] encode(CouponIssueResult result) {
        return writer.writeValueAsBytes(new Wire(
                result.eventId(),
                result.userId(),
                result.couponId(),
                result.outcome(),
                MICROSECONDS.format(result.decidedAt()),
                result.position().partition(),
                result.position().offset(),
                result.number()));
    }

    /** @throws tools.jackson.core.JacksonException if these bytes are no result */
    public PublishedResult decode(byte[] value) {
        return reader.readValue(value);
    }

    private record Wire(
            UUID eventId,
            long userId,
            long couponId,
            CouponIssueStatus outcome,
            String decidedAt,
            int sourcePartition,
            long sourceOffset,
            @Nullable Long number) {}
}
