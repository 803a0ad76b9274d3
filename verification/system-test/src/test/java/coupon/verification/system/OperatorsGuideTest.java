package coupon.verification.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The manifests, the alerts and the operators' guide agree. */
class OperatorsGuideTest {
    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    private static final String ALERTS = "deploy/dashboards/alerts.yml";
    private static final String PRODUCTION = "deploy/k8s/overlays/production/";

    @Test
    void the_alerts_of_the_prometheus_operator_are_those_of_prometheus() throws IOException {
        String rule = read(PRODUCTION + "alerts.yaml");

        assertThat(rule.substring(rule.indexOf("spec:\n") + "spec:\n".length()).replaceAll("(?m)^  ", ""))
                .isEqualTo(read(ALERTS).substring(read(ALERTS).indexOf("groups:")));
    }

    @Test
    void each_alert_has_a_test_and_a_paragraph_in_the_operators_guide() throws IOException {
        List<String> alerts = all("alert: (\\w+)", read(ALERTS));

        assertThat(alerts).hasSizeGreaterThan(5);
        String guide = read("docs/operations.md");
        String tests = read("deploy/dashboards/alerts_test.yml");
        assertThat(alerts).allSatisfy(alert -> {
            assertThat(guide).contains("### " + alert + "\n");
            assertThat(tests).contains("alertname: " + alert);
        });
        assertThat(all("runbook: docs/operations.md#(\\w+)", read(ALERTS)))
                .containsExactlyElementsOf(alerts.stream()
                        .map(alert -> alert.toLowerCase(Locale.ROOT))
                        .toList());
    }

    @Test
    void each_state_of_the_topics_is_found_by_the_worker_and_explained_in_the_operators_guide() throws IOException {
        String worker = "coupon-worker/src/main/java/coupon/worker/topic/";
        List<String> states = all("(?m)^ {8}([A-Z_]+)\\(Level", read(worker + "TopicAlerts.java"));
        String guide =
                read("docs/operations.md").split("### CouponTopicInDanger\n")[1].split("\n### ")[0];

        assertThat(states).hasSizeGreaterThan(5);
        assertThat(all("Alert\\.([A-Z_]+),", read(worker + "TopicMonitor.java") + read(worker + "DeletedRecords.java")))
                .containsExactlyInAnyOrderElementsOf(states);
        assertThat(all("`(\\w+_\\w+)`:", guide))
                .containsExactlyElementsOf(states.stream()
                        .map(state -> state.toLowerCase(Locale.ROOT))
                        .toList());
    }

    @Test
    void every_pod_runs_without_privileges_and_with_bounded_processors_and_memory() throws IOException {
        for (String file : List.of("api.yaml", "worker.yaml", "audit.yaml")) {
            assertThat(read("deploy/k8s/base/" + file))
                    .as(file)
                    .contains("runAsNonRoot: true", "readOnlyRootFilesystem: true", "drop: [ ALL ]")
                    .contains("-XX:ActiveProcessorCount=")
                    .containsPattern("limits: \\{ memory: \\d+Mi }");
        }
    }

    @Test
    void workers_are_scaled_from_two_to_the_number_of_partitions() throws IOException {
        assertThat(read(PRODUCTION + "worker-scaling.yaml")).contains("minReplicaCount: 2\n", "maxReplicaCount: 3\n");
    }

    @Test
    void native_libraries_load_from_files_of_the_image() throws IOException {
        assertThat(read("deploy/compose/jvm.options"))
                .contains("-Djava.library.path=/app/native", "-DZstdNativePath=/app/native/libzstd-jni.so")
                .contains("-Dorg.xerial.snappy.lib.path=/app/native");
    }

    private static List<String> all(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    private static String read(String file) throws IOException {
        return Files.readString(ROOT.resolve(file));
    }
}
