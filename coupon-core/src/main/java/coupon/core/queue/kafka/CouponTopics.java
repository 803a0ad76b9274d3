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
 * @param couponIssue events: the line of people
 * @param couponIssueResults what was decided
 * @param couponIssueDlt records that cannot be decided
 * @param warmUp takes the records that are sent before readiness, to warm up; nobody reads it
 * @param partitions of the first three; more partitions move coupons to other lines, see the operations guide
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
    /** A dead letter is its record and the headers that tell why: more than the largest record that came in. */
    private static final int DEAD_LETTER_BYTES_MAX = 4 * 1024 * 1024;

    private static final Duration WARM_UP_RETENTION = Duration.ofMinutes(1);

    public List<NewTopic> all() {
        return List.of(
                topic(couponIssue).partitions(partitions).build(),
                topic(couponIssueResults).partitions(partitions).build(),
                topic(couponIssueDlt)
                        .partitions(partitions)
                        .config(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(DEAD_LETTER_BYTES_MAX))
                        .build(),
                topic(warmUp)
                        .partitions(1)
                        .config(TopicConfig.RETENTION_MS_CONFIG, String.valueOf(WARM_UP_RETENTION.toMillis()))
                        .build());
    }

    /** The same with results that nobody reads, for a worker that warms up. */
    public CouponTopics withResultsToWarmUp() {
        return new CouponTopics(couponIssue, warmUp, couponIssueDlt, warmUp, partitions, replicas);
    }

    /** The largest request that a producer of dead letters may have to send, in bytes. */
    public static int deadLetterBytesMax() {
        return DEAD_LETTER_BYTES_MAX;
    }

    private TopicBuilder topic(String name) {
        return TopicBuilder.name(name).replicas(replicas);
    }
}
