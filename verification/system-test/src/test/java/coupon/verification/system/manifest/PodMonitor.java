package coupon.verification.system.manifest;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.List;

/** The Prometheus operator's resource of this name, as far as it is used here. */
record PodMonitor(String apiVersion, String kind, ObjectMeta metadata, Spec spec) {
    record Spec(String jobLabel, LabelSelector selector, List<Endpoint> podMetricsEndpoints) {}

    record Endpoint(String port, String path, String interval, String scrapeTimeout) {}
}
