package coupon.core.queue.wire;

import static org.assertj.core.api.Assertions.assertThat;

import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.CouponIssueRequest;
import coupon.core.domain.QueuePosition;
import coupon.core.queue.wire.DecodedRecord.Decodable;
import coupon.core.queue.wire.DecodedRecord.Undecodable;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CouponIssueEventCodecTest {
    private static final String ID = "0190163d-8694-739b-aea5-966c26f8ad91";
    private static final QueuePosition POSITION = new QueuePosition(2, 7);

    private final CouponIssueEventCodec codec = new CouponIssueEventCodec();

    @Test
    void an_event_has_the_documented_form() {
        var event = new CouponIssueEvent(UUID.fromString(ID), 16, 1, 1_780_000_000_123L, 1);

        assertThat(new String(codec.encode(event), StandardCharsets.UTF_8))
                .isEqualTo("{\"eventId\":\"" + ID + "\",\"userId\":16,\"couponId\":1,"
                        + "\"timestamp\":1780000000123,\"version\":1}");
        assertThat(Schemas.violations("coupon-issue-event", codec.encode(event)))
                .isEmpty();
    }

    @Test
    void what_was_encoded_is_decoded_as_the_same_valid_request() {
        var event = new CouponIssueEvent(UUID.fromString(ID), Long.MAX_VALUE, 1, 1_780_000_000_123L, 1);

        assertThat(codec.decode(bytes("coupon-1"), codec.encode(event), POSITION))
                .isEqualTo(new Decodable(new CouponIssueRequest(event, POSITION, true)));
    }

    @Test
    void unknown_fields_are_ignored() {
        assertThat(decode("coupon-1", json("16", "1", "1", "1").replace("}", ",\"colour\":{\"a\":[1]}}")))
                .isInstanceOfSatisfying(
                        Decodable.class,
                        decoded -> assertThat(decoded.request().valid()).isTrue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "0", "-9223372036854775808"})
    void a_user_id_that_is_no_id_can_be_decided_as_invalid(String userId) {
        assertInvalid(decode("coupon-1", json(userId, "1", "1", "1")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "0", "-1", "2147483648", "-2147483649", "99999999999", "1180591620717411303424"})
    void an_unknown_version_can_be_decided_as_invalid(String version) {
        assertInvalid(decode("coupon-1", json("16", "1", "1", version)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "true", "1.0", "\"1\"", "[]", "{}"})
    void a_version_that_is_no_integer_is_undecodable(String version) {
        assertThat(decode("coupon-1", json("16", "1", "1", version))).isInstanceOf(Undecodable.class);
    }

    @Test
    void a_key_that_is_not_the_coupons_can_be_decided_as_invalid() {
        assertInvalid(decode("coupon-2", json("16", "1", "1", "1")));
        assertInvalid(codec.decode(null, bytes(json("16", "1", "1", "1")), POSITION));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not json",
                "null",
                "[]",
                "42",
                "{}",
                "{\"eventId\":\"" + ID + "\"}",
                "{\"eventId\":\"no-uuid\",\"userId\":16,\"couponId\":1,\"timestamp\":1,\"version\":1}",
                "{\"eventId\":null,\"userId\":16,\"couponId\":1,\"timestamp\":1,\"version\":1}",
                "{\"eventId\":\"" + ID
                        + "\",\"userId\":9223372036854775808,\"couponId\":1,\"timestamp\":1,\"version\":1}",
                "{\"eventId\":\"" + ID + "\",\"userId\":1.5,\"couponId\":1,\"timestamp\":1,\"version\":1}",
                "{\"eventId\":\"" + ID + "\",\"userId\":\"16\",\"couponId\":1,\"timestamp\":1,\"version\":1}",
                "{\"eventId\":\"" + ID + "\",\"userId\":null,\"couponId\":1,\"timestamp\":1,\"version\":1}",
                "{\"eventId\":\"" + ID + "\",\"userId\":true,\"couponId\":1,\"timestamp\":1,\"version\":1}",
                "{\"eventId\":\"" + ID + "\",\"userId\":16,\"couponId\":1,\"timestamp\":-1,\"version\":1}",
                "{\"eventId\":\"" + ID + "\",\"userId\":16,\"couponId\":1,\"timestamp\":253402300800000,\"version\":1}",
                "{\"eventId\":\"" + ID + "\",\"userId\":16,\"userId\":17,\"couponId\":1,\"timestamp\":1,\"version\":1}",
                "{\"eventId\":\"" + ID + "\",\"userId\":16,\"couponId\":1,\"timestamp\":1,\"version\":1} trailing"
            })
    void what_could_not_be_stored_is_undecodable_and_says_why(String value) {
        assertThat(decode("coupon-1", value))
                .isInstanceOfSatisfying(
                        Undecodable.class,
                        undecodable ->
                                assertThat(undecodable.reason()).isNotBlank().hasSizeLessThan(600));
    }

    @Test
    void bytes_that_are_no_text_are_undecodable() {
        assertThat(codec.decode(bytes("coupon-1"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1}, POSITION))
                .isInstanceOf(Undecodable.class);
        assertThat(codec.decode(bytes("coupon-1"), null, POSITION)).isInstanceOf(Undecodable.class);
        assertThat(codec.decode(bytes("coupon-1"), bytes("[".repeat(1_000_000)), POSITION))
                .isInstanceOf(Undecodable.class);
    }

    private static void assertInvalid(DecodedRecord decoded) {
        assertThat(decoded)
                .isInstanceOfSatisfying(
                        Decodable.class, it -> assertThat(it.request().valid()).isFalse());
    }

    private DecodedRecord decode(String key, String value) {
        return codec.decode(bytes(key), bytes(value), POSITION);
    }

    private static String json(String userId, String couponId, String timestamp, String version) {
        return "{\"eventId\":\"" + ID + "\",\"userId\":" + userId + ",\"couponId\":" + couponId + ",\"timestamp\":"
                + timestamp + ",\"version\":" + version + "}";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
