package coupon.api;

import static org.assertj.core.api.Assertions.assertThat;

import coupon.api.testing.ApiUnderTest;
import coupon.verification.testkit.client.CouponClient;
import coupon.verification.testkit.client.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/** The description of the calls, and that it is true. */
class ApiDocumentIT {
    private static final ApiUnderTest api = ApiUnderTest.shared();
    private static final CouponClient http = api.http();

    @Test
    void every_mapped_call_is_described_and_nothing_else() {
        JsonNode document = http.get("/v3/api-docs").is(200).json();
        Set<String> described = document.path("paths")
                .propertyStream()
                .flatMap(path -> path.getValue().propertyNames().stream()
                        .map(method -> method.toUpperCase(Locale.ROOT) + " " + nameless(path.getKey())))
                .collect(Collectors.toSet());
        Set<String> mapped = api.bean(RequestMappingHandlerMapping.class).getHandlerMethods().keySet().stream()
                .flatMap(mapping -> mapping.getPatternsCondition().getPatterns().stream()
                        .flatMap(pattern -> mapping.getMethodsCondition().getMethods().stream()
                                .map(method -> method + " " + nameless(pattern.getPatternString()))))
                .filter(call -> call.contains(" /api/"))
                .collect(Collectors.toSet());

        assertThat(document.path("openapi").asString()).startsWith("3.1");
        assertThat(described).isEqualTo(mapped);
    }

    private static String nameless(String path) {
        return path.replaceAll("\\{[^}]+}", "{}");
    }

    @Test
    void every_answer_of_every_call_is_described_with_an_example() {
        JsonNode document = http.get("/v3/api-docs").json();
        List<JsonNode> operations = document.path("paths")
                .valueStream()
                .flatMap(path -> StreamSupport.stream(path.spliterator(), false))
                .toList();

        assertThat(operations).allMatch(operation -> operation.path("summary").isString());
        assertThat(operations)
                .flatMap(operation -> operation.path("responses").valueStream().toList())
                .map(response -> response.has("$ref")
                        ? document.at(response.path("$ref").asString().substring(1))
                        : response)
                .flatMap(response -> response.path("content").valueStream().toList())
                .isNotEmpty()
                .allMatch(content -> content.has("example") || content.has("examples"));
    }

    @Test
    void what_is_answered_has_the_fields_that_are_described() {
        long coupon = api.newCoupon(0);
        Reply made = http.asOperator("POST", "/api/admin/coupons", "{\"name\":\"x\",\"totalQuantity\":1}");

        isDescribed(made, "CouponView");
        isDescribed(http.issue(made.number("couponId"), 1), "RequestView");
        assertThat(http.get("/v3/api-docs")
                        .json()
                        .at("/components/schemas/WaitingRequestView/allOf/1/properties")
                        .propertyNames())
                .as("beyond the fields of every request")
                .containsExactly("couponState");
        isDescribed(http.get("/api/coupons"), "PageOfCoupons");
        isDescribed(http.get("/api/users/1/coupons"), "PageOfIssuedCoupons");
        isDescribed(http.get("/api/coupons/" + coupon + "/queue"), "QueueView");
        isDescribed(http.asOperator("GET", "/api/admin/lag", ""), "LagView");
        isDescribed(http.asOperator("GET", "/api/admin/dead-letters", ""), "DeadLetters");
        JsonNode problem = http.get("/v3/api-docs").json().at("/components/schemas/Problem/properties");
        assertThat(problem.propertyNames())
                .containsAll(http.issue(Long.MAX_VALUE, 1).json().propertyNames());
    }

    @Test
    void the_file_of_calls_walks_through_every_one() throws IOException {
        List<String> calls = Files.readAllLines(Path.of("..", "http", "coupons.http")).stream()
                .filter(line -> line.matches("(GET|POST|PATCH) \\{\\{api}}.*"))
                .map(line -> line.replace("{{api}}", "")
                        .replace("{{accepted.response.headers.Location}}", "/api/coupons/1/requests/x")
                        .replaceAll("\\?.*", ""))
                .toList();
        JsonNode paths = http.get("/v3/api-docs").json().path("paths");

        for (String path : paths.propertyNames()) {
            for (String method : paths.path(path).propertyNames()) {
                String form = method.toUpperCase(Locale.ROOT) + " " + path.replaceAll("\\{[^}]+}", "[^/]+");
                assertThat(calls).anyMatch(call -> call.matches(form));
            }
        }
    }

    @Test
    void the_page_that_shows_it_is_for_developers() {
        http.get("/swagger-ui.html").isProblem(404);
        http.get("/swagger-ui/index.html").isProblem(404);
        http.get("/webjars/swagger-ui/5.32.2/index.html").isProblem(404);
        try (ApiUnderTest developers = ApiUnderTest.startBesideShared("--spring.profiles.active=dev")) {
            Reply redirected = developers.http().get("/swagger-ui.html").is(302);
            Reply page = developers.http().get(redirected.header("location")).is(200);
            assertThat(page.body()).contains("swagger");
            assertThat(developers
                            .http()
                            .get("/swagger-ui/swagger-initializer.js")
                            .is(200)
                            .body())
                    .contains("../v3/api-docs");
            developers.http().get("/swagger-ui/swagger-ui-bundle.js").is(200);
            assertThat(page.header("content-security-policy")).contains("default-src 'self'");
        }
    }

    private static void isDescribed(Reply answer, String schema) {
        JsonNode properties = http.get("/v3/api-docs").json().at("/components/schemas/" + schema + "/properties");
        assertThat(answer.json().propertyNames()).containsExactlyInAnyOrderElementsOf(properties.propertyNames());
    }
}
