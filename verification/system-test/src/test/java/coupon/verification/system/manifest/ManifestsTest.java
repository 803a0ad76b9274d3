package coupon.verification.system.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import coupon.core.queue.kafka.CouponTopics;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.bind.Binder;

class ManifestsTest {
    static Stream<Path> manifests() {
        return Manifests.files().stream().filter(file -> !file.endsWith("kustomization.yaml"));
    }

    static Stream<Path> kustomizations() {
        return Manifests.files().stream().filter(file -> file.endsWith("kustomization.yaml"));
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void the_api_knows_every_field(Path file) {
        assertThat(Manifests.documents(file)).isNotEmpty().allSatisfy(Manifests::read);
    }

    @Test
    void a_field_that_the_api_does_not_know_is_noticed() {
        JsonNode deployment =
                Manifests.documents(Manifests.ROOT.resolve("base/worker.yaml")).get(0);
        ((ObjectNode) deployment.at("/spec/template/spec/containers/0")).put("livenessprobe", "misspelt");

        assertThatThrownBy(() -> Manifests.read(deployment)).hasMessageContaining("livenessprobe");
    }

    @ParameterizedTest
    @MethodSource("kustomizations")
    void what_a_kustomization_is_made_of_exists_and_is_all_there_is(Path file) {
        List<String> resources = Manifests.documents(file)
                .get(0)
                .path("resources")
                .valueStream()
                .map(JsonNode::asText)
                .toList();

        assertThat(resources)
                .allSatisfy(
                        resource -> assertThat(file.resolveSibling(resource)).exists());
        assertThat(manifests().filter(manifest -> manifest.equals(file.resolveSibling(manifest.getFileName()))))
                .allSatisfy(manifest ->
                        assertThat(resources).contains(manifest.getFileName().toString()));
    }

    @Test
    void every_application_is_confined_probed_and_ended_in_peace() {
        assertThat(Manifests.all(Deployment.class)).hasSize(2).allSatisfy(deployment -> {
            PodSpec pod = deployment.getSpec().getTemplate().getSpec();
            assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(pod.getAutomountServiceAccountToken()).isFalse();
            assertThat(pod.getTerminationGracePeriodSeconds()).isBetween(15L, 60L);
            assertThat(pod.getTopologySpreadConstraints()).isNotEmpty();
            assertThat(pod.getContainers()).singleElement().satisfies(ManifestsTest::isConfinedAndProbed);
        });
    }

    @Test
    void there_are_never_more_workers_than_partitions() {
        CouponTopics topics = new Binder().bindOrCreate("app.kafka.topic", CouponTopics.class);

        assertThat(Manifests.all(Manifests.ScaledObject.class)).singleElement().satisfies(scaled -> {
            assertThat(scaled.spec().minReplicaCount()).isEqualTo(2);
            assertThat(scaled.spec().maxReplicaCount()).isEqualTo(topics.partitions());
            assertThat(scaled.spec().triggers()).singleElement().satisfies(trigger -> {
                assertThat(trigger.metadata().topic()).isEqualTo(topics.couponIssue());
                assertThat(trigger.metadata().consumerGroup()).isEqualTo("coupon-issue-consumer-group");
            });
        });
    }

    private static void isConfinedAndProbed(Container container) {
        assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
        assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
        assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(container.getStartupProbe()).isNotNull();
        assertThat(container.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/actuator/health/readiness");
        assertThat(container.getLivenessProbe().getHttpGet().getPath()).isEqualTo("/actuator/health/liveness");
        assertThat(container.getResources().getLimits()).containsKey("memory");
    }
}
