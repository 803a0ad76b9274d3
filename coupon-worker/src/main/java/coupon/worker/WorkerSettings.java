package coupon.worker;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The worker's own settings, under {@code app}. */
@ConfigurationProperties("app")
record WorkerSettings(
        @DefaultValue Queue queue, @DefaultValue Worker worker) {
    /** @param type of the line of people that this worker decides; any other is refused at start */
    record Queue(@DefaultValue("kafka") QueueType type) {}

    /** @param batchMax how long a batch may take before the worker takes it for hanging, and ends */
    record Worker(@DefaultValue("5m") Duration batchMax) {}

    enum QueueType {
        KAFKA
    }
}
