package coupon.verification.system.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.List;

/** The Prometheus operator's resource of this name: rule groups as Prometheus itself reads them. */
record PrometheusRule(String apiVersion, String kind, ObjectMeta metadata, Spec spec) {
    record Spec(List<JsonNode> groups) {}
}
