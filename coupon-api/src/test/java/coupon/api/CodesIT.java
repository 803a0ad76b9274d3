package coupon.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coupon.api.testing.ApiUnderTest;
import coupon.api.testing.TestWorker;
import coupon.verification.testkit.client.CouponClient;
import coupon.verification.testkit.client.Reply;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Coupons with codes: imported by operators, seen by their winners. */
class CodesIT {
    private static final ApiUnderTest api = ApiUnderTest.shared();
    private static final CouponClient http = api.http();

    @Test
    void imported_codes_are_the_stock_and_winner_i_has_code_i() {
        long coupon = newCouponWithCodes();
        assertThat(http.get("/api/coupons/" + coupon).text("state")).isEqualTo("SOLD_OUT");

        Reply first = add(coupon, "A-1\r\nB-2\r\n").is(200);
        assertThat(first.json().toString()).isEqualTo("{\"added\":2,\"total\":2,\"free\":2}");
        Reply more = add(coupon, "=C3").is(200);
        assertThat(more.json().toString()).isEqualTo("{\"added\":1,\"total\":3,\"free\":3}");
        assertThat(http.get("/api/coupons/" + coupon).text("stock")).isEqualTo("3");
        assertThat(http.get("/api/coupons/" + coupon).text("totalQuantity")).isEqualTo("3");

        try (var worker = TestWorker.start(api)) {
            for (int user = 1; user <= 3; user++) {
                Reply won = http.issue(coupon, user, "Prefer", "wait=20").is(201);
                assertThat(won.text("code"))
                        .isEqualTo(List.of("A-1", "B-2", "=C3").get(user - 1));
                Reply read = http.get(won.header("location")).is(200);
                assertThat(read.text("number")).isEqualTo(String.valueOf(user));
                assertThat(read.text("code"))
                        .isEqualTo(List.of("A-1", "B-2", "=C3").get(user - 1));
            }
            http.issue(coupon, 4, "Prefer", "wait=20").isProblem(409);
        }
        JsonNode owned = http.get("/api/users/2/coupons")
                .json()
                .path("items")
                .valueStream()
                .filter(item -> item.path("couponId").asLong() == coupon)
                .findFirst()
                .orElseThrow();
        assertThat(owned.path("number").asLong()).isEqualTo(2);
        assertThat(owned.path("code").asString()).isEqualTo("B-2");
        winnersAreListed(coupon);
    }

    private static void winnersAreListed(long coupon) {
        Reply csv = winners(coupon, "text/csv").is(200);
        assertThat(csv.header("content-type")).startsWith("text/csv");
        List<String> lines = csv.body().lines().toList();
        assertThat(lines.get(0)).isEqualTo("number,userId,requestId,issuedAt,code");
        assertThat(lines.get(1)).matches("1,1,[0-9a-f-]{36},\\S+Z,A-1");
        assertThat(lines.get(3)).startsWith("3,3,").endsWith(",'=C3");
        assertThat(lines).hasSize(4);

        List<JsonNode> json = winners(coupon, "application/x-ndjson")
                .is(200)
                .body()
                .lines()
                .map(JsonMapper.shared()::readTree)
                .toList();
        assertThat(json).extracting(winner -> winner.path("code").asString()).containsExactly("A-1", "B-2", "=C3");
        assertThat(json.get(0).propertyNames())
                .containsExactlyInAnyOrder("number", "userId", "requestId", "issuedAt", "code");
    }

    @Test
    void an_import_with_a_bad_line_adds_nothing_and_says_which() {
        long coupon = newCouponWithCodes();
        add(coupon, "A\nB\n").is(200);

        refused(coupon, "C\nD\nA\n", 3);
        refused(coupon, "C\nC\n", 2);
        refused(coupon, "C\n\nD", 2);
        refused(coupon, "C\nD,E", 2);
        refused(coupon, "C\n\"D\"", 2);
        refused(coupon, "C\nD E", 2);
        refused(coupon, "C\n" + "x".repeat(65), 2);
        refused(coupon, "C\ncafé", 2);
        String many = IntStream.range(0, 3_000).mapToObj(i -> "M" + i).collect(Collectors.joining("\n"));
        refused(coupon, many + "\nB", 3_001);

        assertThat(api.database().number("SELECT COUNT(*) FROM coupon_code WHERE coupon_id = " + coupon))
                .isEqualTo(2);
        assertThat(add(coupon, "C").is(200).text("total")).isEqualTo("3");
        assertThat(add(coupon, "").is(200).text("added")).isEqualTo("0");
    }

    @Test
    void only_a_coupon_with_codes_has_codes_and_only_operators_see_them() {
        long without = http.asOperator("POST", "/api/admin/coupons", "{\"name\":\"x\",\"totalQuantity\":1}")
                .number("couponId");
        long with = newCouponWithCodes();

        add(without, "A").isProblem(409);
        add(Long.MAX_VALUE, "A").isProblem(404);
        winners(Long.MAX_VALUE, "text/csv").isProblem(404);
        winners(with, "application/pdf").isProblem(406);
        assertThat(winners(with, "text/html, application/xml;q=0.9, */*;q=0.8")
                        .is(200)
                        .header("content-disposition"))
                .as("for a browser that follows a link")
                .contains("winners.csv");
        http.get("/api/admin/coupons/" + with + "/winners").isProblem(401);
        http.send("POST", codes(with), "A", "Content-Type", "text/csv").isProblem(401);
        http.send("POST", codes(with), "A", "Content-Type", "application/octet-stream", "Authorization", http.login())
                .isProblem(415);
        assertThat(winners(with, "text/csv").is(200).body()).isEqualTo("number,userId,requestId,issuedAt,code\n");
        assertThat(http.asOperator("POST", "/api/admin/coupons", "{\"name\":\"x\",\"totalQuantity\":1,\"codes\":true}")
                        .isProblem(400)
                        .json()
                        .path("errors")
                        .findValuesAsString("field"))
                .containsExactly("totalQuantity");
        http.asOperator("PATCH", "/api/admin/coupons/" + with, "{\"addStock\":1}", "If-Match", "*")
                .isProblem(409);
    }

    @Test
    void many_codes_are_imported_and_listed() {
        long coupon = newCouponWithCodes();
        int codes = 20_000; // a million of them: CodesIT of the system tests
        String body = IntStream.rangeClosed(1, codes).mapToObj(i -> "CODE-" + i).collect(Collectors.joining("\n"));

        assertThat(add(coupon, body).is(200).text("added")).isEqualTo(String.valueOf(codes));

        api.database()
                .execute("INSERT INTO user_coupon (coupon_id, user_id, number) SELECT coupon_id, number + 1000, number"
                        + " FROM coupon_code WHERE coupon_id = " + coupon);
        List<String> lines = winners(coupon, "text/csv").is(200).body().lines().toList();
        assertThat(lines).hasSize(codes + 1);
        assertThat(lines.get(codes))
                .startsWith(codes + "," + (codes + 1000) + ",,")
                .endsWith(",CODE-" + codes);
    }

    @Test
    void an_import_that_breaks_off_adds_nothing() throws IOException {
        long coupon = newCouponWithCodes();
        for (String framing :
                new String[] {"Content-Length: 1000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n6\r\n"}) {
            try (var socket = new Socket("127.0.0.1", api.port())) {
                socket.getOutputStream()
                        .write(("POST " + codes(coupon) + " HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\n"
                                        + "Authorization: " + http.login() + "\r\n" + framing + "A\nB\nC\n")
                                .getBytes(UTF_8));
                socket.getOutputStream().flush();
            }
        }
        // Another import waits for what is left of those, and has the first number.
        await().untilAsserted(
                        () -> assertThat(add(coupon, "D").is(200).text("total")).isEqualTo("1"));
    }

    private static long newCouponWithCodes() {
        Reply created = http.asOperator("POST", "/api/admin/coupons", "{\"name\":\"codes\",\"codes\":true}")
                .is(201);
        assertThat(created.text("stock")).isEqualTo("0");
        return created.number("couponId");
    }

    private static void refused(long coupon, String body, int line) {
        assertThat(add(coupon, body).isProblem(400).text("detail")).startsWith("Line " + line + " ");
    }

    private static Reply add(long coupon, String body) {
        return http.importCodes(coupon, body);
    }

    private static Reply winners(long coupon, String type) {
        return http.get("/api/admin/coupons/" + coupon + "/winners", "Accept", type, "Authorization", http.login());
    }

    private static String codes(long coupon) {
        return "/api/admin/coupons/" + coupon + "/codes";
    }
}
