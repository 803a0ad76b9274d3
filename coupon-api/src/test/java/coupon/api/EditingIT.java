package coupon.api;

import static org.assertj.core.api.Assertions.assertThat;

import coupon.api.testing.ApiUnderTest;
import coupon.api.testing.TestWorker;
import coupon.verification.testkit.client.CouponClient;
import coupon.verification.testkit.client.Reply;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Changing a coupon that is on sale. */
class EditingIT {
    private static final String ANY = "*";

    private static final ApiUnderTest api = ApiUnderTest.shared();
    private static final CouponClient http = api.http();

    @Test
    void what_is_named_changes_and_the_rest_stays() {
        Reply made = newCoupon(10, ",\"opensAt\":\"2026-01-01T00:00:00Z\",\"closesAt\":\"2999-01-01T00:00:00Z\"");

        Reply edited = patch(made, made.header("etag"), "{\"name\":\"new\",\"addStock\":5}")
                .is(200);

        assertThat(edited.header("etag")).startsWith("\"1-");
        assertThat(edited.text("name")).isEqualTo("new");
        assertThat(edited.text("stock")).isEqualTo("15");
        assertThat(edited.text("totalQuantity")).isEqualTo("15");
        assertThat(edited.text("opensAt")).isEqualTo("2026-01-01T00:00:00.000000Z");
        assertThat(edited.text("closesAt")).isEqualTo("2999-01-01T00:00:00.000000Z");
        assertThat(edited.text("state")).isEqualTo("OPEN");
        assertThat(patch(made, "\"1\"", "{\"paused\":true}").is(200).text("state"))
                .isEqualTo("PAUSED");
        assertThat(patch(made, "\"0\", \"2\"", "{\"paused\":false,\"opensAt\":\"2998-01-01T09:00:00+09:00\"}")
                        .is(200)
                        .text("opensAt"))
                .isEqualTo("2998-01-01T00:00:00.000000Z");
        Reply unchanged = patch(made, "\"3\"", "{}").is(200);
        assertThat(unchanged.text("state")).isEqualTo("SCHEDULED");
        assertThat(unchanged.header("etag")).startsWith("\"4-");
        assertThat(http.get(made.header("location")).header("etag")).isEqualTo(unchanged.header("etag"));
    }

    @Test
    void null_takes_a_time_away_and_a_missing_field_leaves_it() {
        Reply made = newCoupon(1, ",\"opensAt\":\"2998-01-01T00:00:00Z\",\"closesAt\":\"2999-01-01T00:00:00Z\"");

        Reply edited = patch(made, ANY, "{\"opensAt\":null}").is(200);

        edited.isNull("opensAt");
        assertThat(edited.text("closesAt")).isEqualTo("2999-01-01T00:00:00.000000Z");
        patch(made, ANY, "{\"closesAt\":null}").is(200).isNull("closesAt");
        http.issue(id(made), 1).is(202);
    }

    @Test
    void an_edit_that_does_not_know_the_coupon_as_it_is_changes_nothing() {
        Reply made = newCoupon(1, "");

        http.asOperator("PATCH", path(made), "{\"addStock\":1}").isProblem(428);
        for (String stale :
                new String[] {"\"1\"", "\"1-0\"", "\"00-0\"", "\"-0\"", "W/\"0\"", "W/\"0-0\"", "\"00\"", "\"x\""}) {
            patch(made, stale, "{\"addStock\":1}").isProblem(412);
        }
        for (String malformed : new String[] {"0", "\"0", "*, \"0\"", ","}) {
            patch(made, malformed, "{\"addStock\":1}").isProblem(400);
        }

        assertThat(api.database().coupon(id(made)).totalQuantity()).isEqualTo(1);
        assertThat(api.database().coupon(id(made)).version()).isZero();
        http.asOperator("PATCH", "/api/admin/coupons/" + Long.MAX_VALUE, "{}", "If-Match", ANY)
                .isProblem(404);
    }

    @Test
    void the_stock_never_falls_below_zero_and_the_total_changes_with_it() {
        Reply made = newCoupon(3, "");
        try (var worker = TestWorker.start(api)) {
            http.issue(id(made), 1, "Prefer", "wait=20").is(201);
        }

        patch(made, ANY, "{\"addStock\":-3}").isProblem(409);
        Reply emptied = patch(made, "\"0\"", "{\"addStock\":-2}").is(200);

        assertThat(emptied.text("stock")).isEqualTo("0");
        assertThat(emptied.text("totalQuantity")).isEqualTo("1");
        assertThat(emptied.text("issued")).isEqualTo("1");
        assertThat(emptied.text("state")).isEqualTo("SOLD_OUT");
        http.issue(id(made), 2).isProblem(409);
    }

    @Test
    void an_edit_with_the_tag_of_a_read_succeeds_while_the_stock_falls_and_once_only() {
        Reply made = newCoupon(3, "");
        String read = http.get(made.header("location")).header("etag");
        try (var worker = TestWorker.start(api)) {
            http.issue(id(made), 1, "Prefer", "wait=20").is(201);
        }

        Reply edited = patch(made, read, "{\"addStock\":1}").is(200);

        assertThat(edited.text("stock")).isEqualTo("3");
        assertThat(edited.text("issued")).isEqualTo("1");
        patch(made, read, "{\"addStock\":1}").isProblem(412);
        patch(made, edited.header("etag"), "{\"addStock\":1}").is(200);
    }

    @Test
    void every_change_of_stock_is_on_record_with_who_made_it() {
        Reply made = newCoupon(3, "");
        patch(made, ANY, "{\"addStock\":4}").is(200);
        patch(made, ANY, "{\"name\":\"no change of stock\"}").is(200);
        patch(made, ANY, "{\"addStock\":-20}").isProblem(409);
        patch(made, ANY, "{\"addStock\":-2}").is(200);

        String changes = " FROM coupon_stock_change WHERE coupon_id = " + id(made);
        assertThat(api.database().numbers("SELECT quantity" + changes + " ORDER BY changed_at, change_id"))
                .containsExactly(3L, 4L, -2L);
        assertThat(api.database()
                        .number("SELECT COUNT(*)" + changes + " AND changed_by = '" + ApiUnderTest.OPERATOR + "'"))
                .isEqualTo(3);
    }

    @Test
    void of_edits_at_once_that_saw_the_same_version_one_is_done() {
        Reply made = newCoupon(1, "");
        List<CompletableFuture<Reply>> edits = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> patch(made, "\"0\"", "{\"addStock\":1}")))
                .toList();

        List<Integer> statuses =
                edits.stream().map(edit -> edit.join().status()).sorted().toList();

        assertThat(statuses).containsExactly(200, 412, 412, 412, 412, 412, 412, 412);
        assertThat(api.database().coupon(id(made)).stock()).isEqualTo(2);
    }

    @Test
    void stock_added_during_a_sale_is_neither_lost_nor_invented() {
        Reply made = newCoupon(20, "");
        try (var worker = TestWorker.start(api)) {
            List<CompletableFuture<Reply>> sale = IntStream.rangeClosed(1, 60)
                    .mapToObj(user -> http.issueAsync(id(made), user, "Prefer", "wait=20"))
                    .toList();
            for (int i = 0; i < 5; i++) {
                patch(made, ANY, "{\"addStock\":2}").is(200);
            }
            long won = sale.stream()
                    .filter(answer -> answer.join().status() == 201)
                    .count();

            assertThat(api.database().coupon(id(made)).stock()).isEqualTo(30 - won);
            assertThat(api.database().coupon(id(made)).totalQuantity()).isEqualTo(30);
        }
    }

    @Test
    void a_body_that_makes_no_edit_is_refused_field_by_field() {
        Reply made = newCoupon(1, "");

        invalid(made, "{\"name\":\" \",\"addStock\":1.5,\"paused\":\"yes\"}", "name", "addStock", "paused");
        invalid(made, "{\"name\":null,\"addStock\":null,\"paused\":null}", "name", "addStock", "paused");
        invalid(made, "{\"addStock\":1000000001}", "addStock");
        invalid(made, "{\"addStock\":99999999999999999999}", "addStock");
        invalid(made, "{\"stock\":1}", "stock");
        invalid(made, "{\"opensAt\":1,\"closesAt\":\"soon\"}", "opensAt", "closesAt");
        patch(made, ANY, "[]").isProblem(400);
        patch(made, ANY, "").isProblem(400);
        patch(made, ANY, "{\"name\":\"x\",\"name\":\"y\"}").isProblem(400);
        patch(made, ANY, "{\"opensAt\":\"2026-01-02T00:00:00Z\",\"closesAt\":\"2026-01-02T00:00:00Z\"}")
                .isProblem(422);
        http.send("PATCH", path(made), "{}", "Content-Type", "application/json").isProblem(401);

        assertThat(api.database().coupon(id(made)).version()).isZero();
    }

    private static void invalid(Reply coupon, String body, String... fields) {
        Reply refused = patch(coupon, ANY, body).isProblem(400);
        assertThat(refused.json().path("errors").findValuesAsString("field"))
                .as(body)
                .containsExactly(fields);
    }

    private static Reply newCoupon(long quantity, String more) {
        return http.asOperator(
                        "POST",
                        "/api/admin/coupons",
                        "{\"name\":\"some coupon\",\"totalQuantity\":" + quantity + more + "}")
                .is(201);
    }

    private static Reply patch(Reply coupon, String version, String body) {
        return http.asOperator("PATCH", path(coupon), body, "If-Match", version);
    }

    private static String path(Reply coupon) {
        return "/api/admin/coupons/" + id(coupon);
    }

    private static long id(Reply coupon) {
        return coupon.number("couponId");
    }
}
