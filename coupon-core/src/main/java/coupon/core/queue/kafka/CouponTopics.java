package coupon.core.queue.kafka;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.kafka.config.TopicBuilder;

/**
 * The topics, by their settings {@code app.kafka.topic.*}.
 *
 * @param couponIssue events: the queue
 * @param couponIssueResults what was decided
 * @param couponIssueDlt records that cannot be decided
 * @param warmUp takes the records that are sent before readiness, to warm up; nobody reads it
 * @param partitions of the first three; more partitions move coupons to other partitions, see the operations guide
 * @param replicas of each; -1 leaves it to the broker
 */
@ConfigurationProperties("app.kafka.topic")
public record CouponTopics(
        @DefaultValue("coupon-issue-events") String couponIssue,
        @DefaultValue("coupon-issue-results") String couponIssueResults,
        @DefaultValue("coupon-issue-events-dlt") String couponIssueDlt,
        @DefaultValue("coupon-issue-warm-up") String warmUp,
        @DefaultValue("3") int partitions,
        @DefaultValue("-1") int replicas) {
    /** An event takes about 150 bytes, so a producer's batch may hold hundreds; a foreign record gets no larger either. */
    static final int EVENT_BATCH_BYTES_MAX = 128 * 1024;

    /** A result takes about 250 bytes: the results of a batch of decisions fit into a few batches. */
    static final int RESULT_BATCH_BYTES_MAX = 1024 * 1024;

    /**
     * A dead letter is its record and the headers that say why: also of an events topic that existed before with the
     * broker's limit of 1 MB. What is larger is set aside by reference.
     */
    public static final int DEAD_LETTER_BYTES_MAX = 4 * 1024 * 1024;

    /**
     * The broker unpacks what comes compressed, and applies the limit to what comes out. Left to the producer, a record of
     * hundreds of megabytes passes as some kilobytes, and every reader has to unpack it.
     */
    private static final String COMPRESSION = "uncompressed";

    private static final Duration WARM_UP_RETENTION = Duration.ofMinutes(1);

    public List<NewTopic> all() {
        return List.of(
                topic(couponIssue, EVENT_BATCH_BYTES_MAX).partitions(partitions).build(),
                topic(couponIssueResults, RESULT_BATCH_BYTES_MAX)
                        .partitions(partitions)
                        .build(),
                topic(couponIssueDlt, DEAD_LETTER_BYTES_MAX)
                        .partitions(partitions)
                        .build(),
                topic(warmUp, RESULT_BATCH_BYTES_MAX)
                        .partitions(1)
                        .config(TopicConfig.RETENTION_MS_CONFIG, String.valueOf(WARM_UP_RETENTION.toMillis()))
                        .build());
    }

    /** The same with results that nobody reads, for a worker that warms up. */
    public CouponTopics withResultsToWarmUp() {
        return new CouponTopics(couponIssue, warmUp, couponIssueDlt, warmUp, partitions, replicas);
    }

    private TopicBuilder topic(String name, int batchBytesMax) {
        return TopicBuilder.name(name)
                .replicas(replicas)
                .config(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(batchBytesMax))
                .config(TopicConfig.COMPRESSION_TYPE_CONFIG, COMPRESSION);
    }
}
