package coupon.core.queue.wire;

import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.CouponIssueRequest;
import coupon.core.domain.QueuePosition;
import coupon.core.queue.wire.DecodedRecord.Decodable;
import coupon.core.queue.wire.DecodedRecord.Undecodable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;

/**
 * The wire form of {@link CouponIssueEvent}: the JSON of {@code schema/coupon-issue-event.schema.json}. Unknown fields
 * are ignored.
 */
public final class CouponIssueEventCodec {
    private static final int REASON_LENGTH_MAX = 500;

    private final ObjectReader reader = WireJson.MAPPER.readerFor(CouponIssueEvent.class);
    private final ObjectWriter writer = WireJson.MAPPER.writerFor(CouponIssueEvent.class);

    public byte[] encode(CouponIssueEvent event) {
        return writer.writeValueAsBytes(event);
    }

    /** Reads a record as it came: never throws, whatever it holds. */
    public DecodedRecord decode(byte @Nullable [] key, byte @Nullable [] value, QueuePosition position) {
        if (value == null || value.length == 0) {
            return new Undecodable("the record has no value");
        }
        try {
            @Nullable CouponIssueEvent event = reader.readValue(value);
            if (event == null) {
                return new Undecodable("not an event: null");
            }
            return new Decodable(new CouponIssueRequest(event, position, event.isValid() && isKeyOf(event, key)));
        } catch (JacksonException malformed) {
            return new Undecodable("not an event: " + shortened(malformed.getOriginalMessage()));
        }
    }

    private static boolean isKeyOf(CouponIssueEvent event, byte @Nullable [] key) {
        return Arrays.equals(event.partitionKey().getBytes(StandardCharsets.UTF_8), key);
    }

    private static String shortened(String reason) {
        return reason.length() <= REASON_LENGTH_MAX ? reason : reason.substring(0, REASON_LENGTH_MAX) + "…";
    }
}
