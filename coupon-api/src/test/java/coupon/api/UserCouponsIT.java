package coupon.api;

import static org.assertj.core.api.Assertions.assertThat;

import coupon.api.testing.ApiUnderTest;
import coupon.verification.testkit.client.CouponClient;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a user has. */
class UserCouponsIT {
    private static final ApiUnderTest api = ApiUnderTest.shared();
    private static final CouponClient http = api.http();

    @Test
    void a_user_sees_their_own_coupons_newest_first_page_by_page() {
        List<String> newestFirst = new ArrayList<>();
        for (int day = 1; day <= 5; day++) {
            long coupon = api.newCoupon(1);
            newestFirst.add(0, String.valueOf(coupon));
            give(coupon, 8_800_007, "2026-01-0" + day + " 00:00:00.123456");
            give(coupon, 8_800_008, "2026-02-01 00:00:00");
        }

        JsonNode all = http.get("/api/users/8800007/coupons").is(200).json();
        assertThat(all.path("items").findValuesAsString("couponId")).isEqualTo(newestFirst);
        assertThat(all.path("items").findValuesAsString("userId")).containsOnly("8800007");
        assertThat(all.path("items").get(0).path("status").asString()).isEqualTo("ISSUED");
        assertThat(all.path("items").get(0).path("issuedAt").asString()).isEqualTo("2026-01-05T00:00:00.123456Z");
        assertThat(all.path("total").asLong()).isEqualTo(5);

        JsonNode page = http.get("/api/users/8800007/coupons?page=1&size=2").json();
        assertThat(page.path("items").findValuesAsString("couponId")).isEqualTo(newestFirst.subList(2, 4));
        assertThat(page.path("page").asInt()).isEqualTo(1);
        assertThat(page.path("size").asInt()).isEqualTo(2);
        assertThat(page.path("total").asLong()).isEqualTo(5);
        assertThat(http.get("/api/users/8800008/coupons?size=3")
                        .json()
                        .path("items")
                        .findValuesAsString("couponId"))
                .as("of the same moment, the coupon made last")
                .isEqualTo(newestFirst.subList(0, 3));
    }

    @Test
    void a_user_who_has_none_sees_an_empty_page() {
        JsonNode none = http.get("/api/users/8800009/coupons").is(200).json();
        assertThat(none.path("items").isEmpty()).isTrue();
        assertThat(none.path("total").asLong()).isZero();
        http.get("/api/users/8800009/coupons?page=2147483647&size=200").is(200);
    }

    @Test
    void a_page_that_cannot_be_is_refused() {
        for (String bad : new String[] {"page=-1", "size=0", "size=201", "size=x", "page=1.5", "page=", "size=0x1"}) {
            http.get("/api/users/7/coupons?" + bad).isProblem(400);
        }
        for (String user : new String[] {"0", "-1", "x", "9223372036854775808"}) {
            http.get("/api/users/" + user + "/coupons").isProblem(400);
        }
    }

    private static void give(long coupon, long user, String issuedAt) {
        api.database()
                .execute("INSERT INTO user_coupon (coupon_id, user_id, issued_at) VALUES (" + coupon + ", " + user
                        + ", '" + issuedAt + "')");
    }
}
