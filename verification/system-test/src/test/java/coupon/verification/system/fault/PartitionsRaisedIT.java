package coupon.verification.system.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coupon.core.domain.Coupon;
import coupon.core.queue.kafka.CouponTopics;
import coupon.core.testing.TestTopics;
import coupon.local.Stack;
import coupon.local.server.AppOptions;
import coupon.local.server.AppServer;
import coupon.verification.observer.KafkaObserver;
import coupon.verification.system.Load;
import coupon.verification.system.Response;
import coupon.verification.system.SystemUnderTest;
import coupon.verification.testkit.client.CouponClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The event topic gets more partitions while coupons are on sale whose lines move: some are decided from two lines.
 * They cannot be taken away again: so an API and a worker are given topics of their own.
 */
@Tag("fault-long")
class PartitionsRaisedIT {
    private static final int MORE_PARTITIONS = 6;
    private static final String GROUP = "partitions-raised";
    private static final Duration MOVE_MAX = Duration.ofMinutes(2);

    private final Stack stack = SystemUnderTest.shared().stack;
    private final AppServer api = stack.addApi();
    private final CouponTopics names =
            TestTopics.create(stack.kafka().bootstrapServers()).names();

    @RegisterExtension
    final Scenario scenario = new Scenario(
            "partitions raised from 3 to 6", new KafkaObserver(stack, CouponClient.ofPort(api.port()), names, GROUP));

    @Test
    void coupons_that_move_to_another_partition_are_neither_oversold_nor_lost() throws Exception {
        AppServer worker = stack.workers().get(0);
        worker.stop();
        scenario.servers.setOptions(List.of(worker), onTopicsOfItsOwn());
        worker.launch();
        scenario.servers.add(api, onTopicsOfItsOwn());
        worker.awaitAnswer();

        List<Coupon> coupons = scenario.couponsFromPartition(
                KafkaObserver.PARTITIONS,
                MORE_PARTITIONS,
                Scenario.PLENTY,
                Scenario.PLENTY,
                Scenario.PLENTY,
                400,
                1_500);
        try (Load load = scenario.loadOn(coupons)) {
            scenario.awaitProgress(300);
            long since = System.nanoTime();
            raise();
            coupons.subList(0, KafkaObserver.PARTITIONS).forEach(this::awaitDecisionInNewLine);
            scenario.reportRecovery(since);
            scenario.awaitProgress(KafkaObserver.partitionOf(coupons.get(0).couponId(), MORE_PARTITIONS), 300);
            List<Response> responses = load.stop();
            scenario.assertGuaranteesHold(responses);
            assertThat(responses).extracting(Response::status).doesNotContain(0);
        }
    }

    private AppOptions onTopicsOfItsOwn() {
        return new AppOptions(
                List.of(),
                Map.of(
                        "APP_KAFKA_TOPIC_COUPONISSUE", names.couponIssue(),
                        "APP_KAFKA_TOPIC_COUPONISSUERESULTS", names.couponIssueResults(),
                        "APP_KAFKA_TOPIC_COUPONISSUEDLT", names.couponIssueDlt(),
                        "APP_KAFKA_TOPIC_WARMUP", names.warmUp(),
                        "APP_KAFKA_CONSUMER_GROUP", GROUP,
                        "SPRING_KAFKA_PRODUCER_PROPERTIES_METADATA_MAX_AGE_MS", "3000")); // notices new ones soon
    }

    private void raise() throws Exception {
        try (Admin admin = scenario.topics.admin()) {
            admin.createPartitions(Map.of(names.couponIssue(), NewPartitions.increaseTo(MORE_PARTITIONS)))
                    .all()
                    .get();
        }
    }

    private void awaitDecisionInNewLine(Coupon coupon) {
        await().atMost(MOVE_MAX)
                .until(() -> scenario.database.number("SELECT COUNT(*) FROM coupon_issue_request WHERE coupon_id = "
                                + coupon.couponId() + " AND source_partition >= " + KafkaObserver.PARTITIONS)
                        > 0);
    }
}
