package coupon.core.queue.wire;

import static coupon.core.testing.Fixtures.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.CouponIssueStatus;
import coupon.core.domain.QueuePosition;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

class CouponIssueResultCodecTest {
    private static final UUID ID = UUID.fromString("0190163d-8694-739b-aea5-966c26f8ad91");
    private static final Instant DECIDED_AT = NOON.plusNanos(123_456_000);

    private final CouponIssueResultCodec codec = new CouponIssueResultCodec();

    @Test
    void a_result_has_the_documented_form() {
        assertThat(new String(codec.encode(result(CouponIssueStatus.SUCCESS)), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"eventId\":\"" + ID + "\",\"userId\":16,\"couponId\":1,\"outcome\":\"SUCCESS\","
                                + "\"decidedAt\":\"2026-06-01T12:00:00.123456Z\",\"sourcePartition\":2,\"sourceOffset\":7,\"number\":17}");
    }

    @ParameterizedTest
    @EnumSource
    void every_outcome_survives_the_wire(CouponIssueStatus outcome) {
        byte[] wire = codec.encode(result(outcome));

        assertThat(Schemas.violations("coupon-issue-result", wire)).isEmpty();
        assertThat(codec.decode(wire))
                .isEqualTo(new PublishedResult(ID, 16, 1, outcome, DECIDED_AT, 2, 7, number(outcome)));
    }

    @Test
    void a_record_from_before_there_were_numbers_has_none() {
        String wire = new String(codec.encode(result(CouponIssueStatus.SUCCESS)), StandardCharsets.UTF_8);

        assertThat(codec.decode(wire.replace(",\"number\":17", "").getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new PublishedResult(ID, 16, 1, CouponIssueStatus.SUCCESS, DECIDED_AT, 2, 7, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"eventId", "userId", "couponId", "outcome", "decidedAt", "sourcePartition", "sourceOffset"})
    void everything_but_the_number_must_be_there(String field) {
        String wire = new String(codec.encode(result(CouponIssueStatus.SUCCESS)), StandardCharsets.UTF_8);

        assertThatThrownBy(() -> codec.decode(
                        wire.replace("\"" + field + "\"", "\"other\"").getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(JacksonException.class);
        assertThatThrownBy(() -> codec.decode(
                        wire.replaceFirst("\"" + field + "\":(\"[^\"]*\"|[0-9]+)", "\"" + field + "\":null")
                                .getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(JacksonException.class);
    }

    private static CouponIssueResult result(CouponIssueStatus outcome) {
        return new CouponIssueResult(ID, 16, 1, outcome, NOON, DECIDED_AT, new QueuePosition(2, 7), number(outcome));
    }

    private static @Nullable Long number(CouponIssueStatus outcome) {
        return outcome == CouponIssueStatus.SUCCESS ? 17L : null;
    }
}
