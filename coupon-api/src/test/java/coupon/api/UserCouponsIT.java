package coupon.api;

import static org.assertj.core.api.Assertions.assertThat;

import coupon.api.testing.ApiUnderTest;
import coupon.api.testing.Calls;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a user has. */
class UserCouponsIT {
    private static ApiUnderTest api;
    private static Calls http;

    @BeforeAll
    static void start() {
        api = ApiUnderTest.start();
        http = api.http();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void a_user_sees_the_coupons_of_his_own_newest_first_page_by_page() {
        for (int coupon = 1; coupon <= 5; coupon++) {
            give(coupon, 7, "2026-01-0" + coupon + " 00:00:00.123456");
            give(coupon, 8, "2026-02-01 00:00:00");
        }

        JsonNode all = http.get("/api/users/7/coupons").hasStatus(200).json();
        assertThat(all.path("items").findValuesAsString("couponId")).containsExactly("5", "4", "3", "2", "1");
        assertThat(all.path("items").findValuesAsString("userId")).containsOnly("7");
        assertThat(all.path("items").get(0).path("status").asString()).isEqualTo("ISSUED");
        assertThat(all.path("items").get(0).path("issuedAt").asString()).isEqualTo("2026-01-05T00:00:00.123456Z");
        assertThat(all.path("total").asLong()).isEqualTo(5);

        JsonNode page = http.get("/api/users/7/coupons?page=1&size=2").json();
        assertThat(page.path("items").findValuesAsString("couponId")).containsExactly("3", "2");
        assertThat(page.path("page").asInt()).isEqualTo(1);
        assertThat(page.path("size").asInt()).isEqualTo(2);
        assertThat(page.path("total").asLong()).isEqualTo(5);
        assertThat(http.get("/api/users/8/coupons?size=3").json().path("items").findValuesAsString("couponId"))
                .as("of the same moment, the coupon made last")
                .containsExactly("5", "4", "3");
    }

    @Test
    void who_has_none_sees_an_empty_page() {
        JsonNode none = http.get("/api/users/9/coupons").hasStatus(200).json();
        assertThat(none.path("items").isEmpty()).isTrue();
        assertThat(none.path("total").asLong()).isZero();
        http.get("/api/users/9/coupons?page=2147483647&size=200").hasStatus(200);
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
        if (api.database().number("SELECT COUNT(*) FROM coupon WHERE coupon_id = " + coupon) == 0) {
            api.database().insertCoupon(coupon, 1);
        }
        api.database()
                .execute("INSERT INTO user_coupon (coupon_id, user_id, issued_at) VALUES (" + coupon + ", " + user
                        + ", '" + issuedAt + "')");
    }
}
