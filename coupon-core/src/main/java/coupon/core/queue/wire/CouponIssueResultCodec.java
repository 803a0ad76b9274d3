package coupon.core.queue.wire;

import coupon.core.domain.CouponIssueResult;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;

/** The wire form of a published result: the JSON of {@code schema/coupon-issue-result.schema.json}. */
public final class CouponIssueResultCodec {
    private static final int BYTES_USUALLY = 256;
    private static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final ObjectReader reader = WireJson.MAPPER
            .readerFor(PublishedResult.class)
            // Only the number may be missing; the record and the primitive types refuse everything else.
            .without(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .without(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);
    private volatile Formatted lastFormatted = new Formatted(Instant.EPOCH, MICROSECONDS.format(Instant.EPOCH));

    /** Written by hand, because the form is fixed and nothing in it needs escaping. */
    public byte[] encode(CouponIssueResult result) {
        return new StringBuilder(BYTES_USUALLY)
                .append("{\"eventId\":\"")
                .append(result.eventId())
                .append("\",\"userId\":")
                .append(result.userId())
                .append(",\"couponId\":")
                .append(result.couponId())
                .append(",\"outcome\":\"")
                .append(result.outcome().name())
                .append("\",\"decidedAt\":\"")
                .append(text(result.decidedAt()))
                .append("\",\"sourcePartition\":")
                .append(result.position().partition())
                .append(",\"sourceOffset\":")
                .append(result.position().offset())
                .append(",\"number\":")
                .append(result.number())
                .append('}')
                .toString()
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A batch is decided at one time, which is formatted once. */
    private String text(Instant decidedAt) {
        Formatted last = lastFormatted;
        if (!last.time.equals(decidedAt)) {
            last = new Formatted(decidedAt, MICROSECONDS.format(decidedAt));
            lastFormatted = last;
        }
        return last.text;
    }

    /** @throws tools.jackson.core.JacksonException if these bytes are no result */
    public PublishedResult decode(byte[] value) {
        return reader.readValue(value);
    }

    private record Formatted(Instant time, String text) {}
}
