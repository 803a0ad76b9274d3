package coupon.worker;

import static org.assertj.core.api.Assertions.assertThat;

import coupon.core.testing.TestDatabase;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.awaitility.Awaitility;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A worker of a test, with all its parts, in the test's JVM. */
final class TestWorker implements AutoCloseable {
    private static final Duration READY_MAX = Duration.ofSeconds(60);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final ConfigurableApplicationContext context;

    private TestWorker(ConfigurableApplicationContext context) {
        this.context = context;
    }

    static TestWorker start(List<String> settings) {
        return new TestWorker(
                new SpringApplicationBuilder(CouponWorkerApplication.class).run(settings.toArray(String[]::new)));
    }

    /** With which a worker finds the test's database. */
    static List<String> settings(TestDatabase database) {
        return new ArrayList<>(List.of(
                "--server.port=0",
                "--spring.r2dbc.url=" + database.r2dbcUrl(),
                "--spring.r2dbc.username=" + database.username(),
                "--spring.r2dbc.password=" + database.password()));
    }

    <T> Collection<T> parts(Class<T> type) {
        return context.getBeansOfType(type).values();
    }

    void awaitReady() {
        Awaitility.await()
                .atMost(READY_MAX)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(
                        () -> assertThat(get("/actuator/health/readiness").statusCode())
                                .as(() -> readinessBody())
                                .isEqualTo(200));
    }

    String readinessBody() {
        return get("/actuator/health/readiness").body();
    }

    /** The topic alerts that it shows with its readiness, as JSON. */
    String topicAlerts() {
        String body = readinessBody();
        int begin = body.indexOf("\"topicAlerts\"");
        return begin < 0 ? "" : body.substring(begin, body.indexOf('}', begin) + 1);
    }

    /** The value that it has now; the condition is one of its labels, or empty if it has none. */
    double metric(String name, String condition) {
        String label = condition.isEmpty() ? "" : ",condition=\"" + condition + "\"";
        String begin = name + "{application=\"coupon-worker\"" + label + "} ";
        return get("/actuator/prometheus")
                .body()
                .lines()
                .filter(sample -> sample.startsWith(begin))
                .mapToDouble(sample -> Double.parseDouble(sample.substring(begin.length())))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no sample " + begin));
    }

    /** Asks its HTTP port; gives up after ten seconds. */
    HttpResponse<String> get(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(
                        "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port") + path))
                .timeout(Duration.ofSeconds(10))
                .build();
        return HTTP.sendAsync(request, HttpResponse.BodyHandlers.ofString()).join();
    }

    /** Stops as on SIGTERM, and returns when it has. */
    @Override
    public void close() {
        context.close();
    }
}
