package coupon.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import coupon.api.testing.ApiUnderTest;
import coupon.api.testing.TestWorker;
import coupon.verification.testkit.client.CouponClient;
import coupon.verification.testkit.client.Reply;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The description of the calls, and that it is true. */
class ApiDocumentIT {
    private static final ApiUnderTest api = ApiUnderTest.shared();
    private static final CouponClient http = api.http();

    /** No schema, wherever it is used, has room for a field that it does not name. */
    private static final JsonNode document = JsonMapper.shared()
            .readTree(http.get("/v3/api-docs")
                    .is(200)
                    .body()
                    .replaceAll("\"(schema|items)\":\\{", "$0\"unevaluatedProperties\":false,"));

    @Test
    void every_mapped_call_is_described_and_nothing_else() {
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
        List<JsonNode> operations = document.path("paths")
                .valueStream()
                .flatMap(path -> StreamSupport.stream(path.spliterator(), false))
                .toList();

        assertThat(operations).allMatch(operation -> operation.path("summary").isString());
        assertThat(operations)
                .flatMap(operation -> operation.path("responses").valueStream().toList())
                .flatMap(response ->
                        resolved(response).path("content").valueStream().toList())
                .isNotEmpty()
                .allMatch(content -> content.has("example") || content.has("examples"))
                .filteredOn(content -> content.path("schema").has("$ref"))
                .allSatisfy(content -> Stream.concat(
                                Stream.of(content.path("example")),
                                content.path("examples").valueStream().map(example -> example.path("value")))
                        .filter(JsonNode::isObject)
                        .forEach(example -> fits(content.path("schema"), example.toString())));
    }

    @Test
    void what_is_answered_has_the_fields_that_are_described_and_no_others() {
        String coupons = "/api/admin/coupons";
        Reply made = http.asOperator("POST", coupons, "{\"name\":\"x\",\"codes\":true}")
                .is(201);
        String coupon = "/" + made.number("couponId");
        isDescribed(made);
        isDescribed(http.importCodes(made.number("couponId"), "A\n").is(200));
        try (var worker = TestWorker.start(api)) {
            Reply won = http.issueAndWait(made.number("couponId"), 1, 20).is(201);
            isDescribed(won);
            isDescribed(http.get(won.header("location")).is(200));
            isDescribed(http.get(won.header("location"), "Accept", "text/event-stream"));
        }
        isDescribed(http.issueAndWait(made.number("couponId"), 1, 20).isRefusal(409, "OUT_OF_STOCK"));
        Reply waits = http.issue(api.newCoupon(1), 1).is(202);
        isDescribed(waits);
        isDescribed(
                http.asOperator("PATCH", coupons + "/" + waits.text("couponId"), "{\"paused\":true}", "If-Match", "*")
                        .is(200));
        assertThat(http.get(waits.header("location")).text("couponState")).isEqualTo("PAUSED");
        isDescribed(http.get(waits.header("location")));

        isDescribed(http.get("/api/coupons" + coupon).is(200));
        isDescribed(http.get("/api/coupons").is(200));
        isDescribed(http.get("/api/coupons" + coupon + "/queue").is(200));
        isDescribed(http.get("/api/users/1/coupons").is(200));
        isDescribed(http.asOperator("GET", "/api/admin/lag", "").is(200));
        for (String type : List.of("text/csv", "application/x-ndjson")) {
            isDescribed(http.get(coupons + coupon + "/winners", "Accept", type, "Authorization", http.login()));
        }
        isDescribed(http.asOperator("POST", coupons, "{}").isProblem(400));
        isDescribed(http.issue(Long.MAX_VALUE, 1).isProblem(404));
    }

    @Test
    void only_a_few_fields_of_answers_may_be_missing() {
        assertThat(document.at("/components/schemas").findParents("properties"))
                .filteredOn(schema -> !schema.has("additionalProperties")) // of a request
                .flatExtracting(schema -> schema.path("properties").propertyNames().stream()
                        .filter(field -> !schema.path("required")
                                .valueStream()
                                .anyMatch(it -> it.asString().equals(field)))
                        .toList())
                .containsExactlyInAnyOrder("couponState", "outcome", "requestId", "errors");
    }

    @Test
    void the_file_of_calls_walks_through_every_one() throws IOException {
        List<String> calls = Files.readAllLines(Path.of("..", "http", "coupons.http")).stream()
                .filter(line -> line.matches("(GET|POST|PATCH) \\{\\{api}}.*"))
                .map(line -> line.replace("{{api}}", "")
                        .replace("{{accepted.response.headers.Location}}", "/api/coupons/1/requests/x")
                        .replaceAll("\\?.*", ""))
                .toList();
        JsonNode paths = document.path("paths");

        for (String path : paths.propertyNames()) {
            for (String method : paths.path(path).propertyNames()) {
                String form = method.toUpperCase(Locale.ROOT) + " " + form(path);
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

    /** As for its call, status and type. What is streamed has no schema, but an example. */
    static void isDescribed(Reply answer) {
        HttpResponse<String> http = answer.http();
        String type = answer.header("content-type").replaceAll(";.*", "");
        JsonNode described = document.path("paths")
                .propertyStream()
                .filter(path -> http.uri().getPath().matches(form(path.getKey())))
                .map(path -> path.getValue()
                        .path(http.request().method().toLowerCase(Locale.ROOT))
                        .path("responses")
                        .path(String.valueOf(answer.status())))
                .map(response -> resolved(response).path("content").path(type))
                .findFirst()
                .orElseThrow();
        if (described.path("schema").has("$ref")) {
            fits(described.path("schema"), answer.body());
        } else {
            assertThat(fields(answer.body()))
                    .as("%s", answer)
                    .isEqualTo(fields(described.path("example").asString()));
        }
    }

    private static void fits(JsonNode schema, String json) {
        var whole = (ObjectNode) schema.deepCopy();
        whole.set("components", document.path("components"));
        assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(whole.toString(), InputFormat.JSON)
                        .validate(json, InputFormat.JSON))
                .as(json)
                .isEmpty();
    }

    /** Of the first object, or of the header. */
    private static List<String> fields(String text) {
        String first = text.lines()
                .filter(line -> !line.startsWith("event:"))
                .findFirst()
                .orElse("")
                .replaceFirst("^data:", "");
        return first.startsWith("{")
                ? List.copyOf(JsonMapper.shared().readTree(first).propertyNames())
                : List.of(first.split(","));
    }

    private static JsonNode resolved(JsonNode response) {
        return response.has("$ref")
                ? document.at(response.path("$ref").asString().substring(1))
                : response;
    }

    /** Matches the paths of a template. */
    private static String form(String path) {
        return path.replaceAll("\\{[^}]+}", "[^/]+");
    }
}
