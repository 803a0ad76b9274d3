package coupon.worker;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The worker's own settings, under {@code app}. */
@ConfigurationProperties("app")
public record WorkerSettings(
        @DefaultValue Queue queue, @DefaultValue Worker worker) {
    /** @param type that this worker decides; any other is refused at start */
    public record Queue(
            @DefaultValue("kafka") QueueType type,
            @DefaultValue Redis redis) {}

    /**
     * How the queue is polled in Redis mode.
     *
     * @param pollInterval from the beginning of one poll to that of the next
     * @param batchSize how many requests a poll takes at most
     */
    public record Redis(
            @DefaultValue("1s") Duration pollInterval,
            @DefaultValue("1") int batchSize) {
        public Redis {
            if (pollInterval.isNegative() || batchSize < 1) {
                throw new IllegalArgumentException(
                        "app.queue.redis.poll-interval must not be negative, app.queue.redis.batch-size 1 or more");
            }
        }
    }

    /** @param batchMax how long a batch may take before the worker takes it for hanging, and ends */
    public record Worker(@DefaultValue("5m") Duration batchMax) {}

    public enum QueueType {
        KAFKA,
        REDIS
    }
}
