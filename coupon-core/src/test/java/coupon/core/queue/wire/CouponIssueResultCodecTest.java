package coupon.core.queue.wire;

import static coupon.core.testing.Fixtures.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.CouponIssueStatus;
import coupon.core.domain.QueuePosition;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CouponIssueResultCodecTest {
    private static final UUID ID = UUID.fromString("0190163d-8694-739b-aea5-966c26f8ad91");
    private static final Instant DECIDED_AT = NOON.plusNanos(123_456_000);

    private final CouponIssueResultCodec codec = new CouponIssueResultCodec();

    @Test
    void a_result_has_the_documented_form() {
        assertThat(new String(codec.encode(result(CouponIssueStatus.SUCCESS)), StandardCharsets.UTF_8))
                .isEqualTo("{\"eventId\":\"" + ID + "\",\"userId\":16,\"couponId\":1,\"outcome\":\"SUCCESS\","
                        + "\"decidedAt\":\"2026-06-01T12:00:00.123456Z\",\"sourcePartition\":2,\"sourceOffset\":7}");
    }

    @ParameterizedTest
    @EnumSource
    void every_outcome_survives_the_wire(CouponIssueStatus outcome) {
        byte[] wire = codec.encode(result(outcome));

        assertThat(Schemas.violations("coupon-issue-result", wire)).isEmpty();
        assertThat(codec.decode(wire)).isEqualTo(new PublishedResult(ID, 16, 1, outcome, DECIDED_AT, 2, 7, null));
    }

    private static CouponIssueResult result(CouponIssueStatus outcome) {
        return new CouponIssueResult(ID, 16, 1, outcome, NOON, DECIDED_AT, new QueuePosition(2, 7));
    }
}
