package coupon.verification.system.manifest;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** KEDA's resource of this name, as far as it is used here: there is no library that has it. */
record ScaledObject(String apiVersion, String kind, ObjectMeta metadata, Spec spec) {
    record Spec(
            Target scaleTargetRef,
            int minReplicaCount,
            int maxReplicaCount,
            int pollingInterval,
            int cooldownPeriod,
            @Nullable Advanced advanced,
            List<Trigger> triggers) {}

    record Target(String name) {}

    record Advanced(Config horizontalPodAutoscalerConfig) {}

    record Config(HorizontalPodAutoscalerBehavior behavior) {}

    record Trigger(String type, KafkaTrigger metadata) {}

    /** All of them are strings to KEDA. */
    record KafkaTrigger(
            String bootstrapServers,
            String consumerGroup,
            String topic,
            String lagThreshold,
            String activationLagThreshold,
            String allowIdleConsumers,
            String scaleToZeroOnInvalidOffset,
            String offsetResetPolicy) {}
}
