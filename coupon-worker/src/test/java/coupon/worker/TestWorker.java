package coupon.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
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

    static TestWorker start(WorkerFixture fixture, String... settings) {
        List<String> arguments = settings(fixture);
        arguments.addAll(List.of(settings));
        return new TestWorker(
                new SpringApplicationBuilder(CouponWorkerApplication.class).run(arguments.toArray(String[]::new)));
    }

    /** With which a worker finds what belongs to the test. */
    static List<String> settings(WorkerFixture fixture) {
        return new ArrayList<>(List.of(
                "--server.port=0",
                "--spring.r2dbc.url=" + fixture.database.r2dbcUrl(),
                "--spring.r2dbc.username=" + fixture.database.username(),
                "--spring.r2dbc.password=" + fixture.database.password(),
                "--spring.kafka.bootstrap-servers=" + fixture.topics.bootstrapServers(),
                "--app.kafka.consumer.group=" + fixture.group,
                "--app.kafka.topic.coupon-issue=" + fixture.names.couponIssue(),
                "--app.kafka.topic.coupon-issue-results=" + fixture.names.couponIssueResults(),
                "--app.kafka.topic.coupon-issue-dlt=" + fixture.names.couponIssueDlt(),
                "--app.kafka.topic.warm-up=" + fixture.names.warmUp()));
    }

    <T> T part(Class<T> type) {
        return context.getBean(type);
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
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Stops as on SIGTERM, and returns when it has. */
    @Override
    public void close() {
        context.close();
    }
}
