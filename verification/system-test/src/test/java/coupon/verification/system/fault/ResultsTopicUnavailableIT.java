package coupon.verification.system.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coupon.core.domain.Coupon;
import coupon.core.testing.TestTopics;
import coupon.local.server.AppServer;
import coupon.verification.guarantee.Answer;
import coupon.verification.system.Load;
import coupon.verification.system.Response;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("fault-long")
class ResultsTopicUnavailableIT {
    private static final long ADMIN_SECONDS_MAX = 20;
    private static final int LONG_WAIT_SECONDS = 30;
    private static final Duration TOLD_BY_THE_TOPIC_MAX = Duration.ofSeconds(20);
    private static final int NO_RECORD_IS_SO_SMALL = 10; // in bytes

    @RegisterExtension
    final Scenario scenario = new Scenario("results topic unavailable");

    private final TestTopics topics = scenario.topics;
    private final String results = topics.names().couponIssueResults();

    @Test
    void while_it_takes_no_records_requests_are_accepted_and_nothing_is_acknowledged_unpublished() throws Exception {
        Coupon scarce = scenario.coupon(500);
        Coupon plenty = scenario.coupon(Scenario.PLENTY);
        List<Response> responses;
        try (Admin admin = topics.admin();
                Load load = scenario.loadOn(scarce, plenty)) {
            scenario.awaitIssued(plenty, 100);
            AppServer owner = scenario.system.ownerOf(plenty);
            takeRecordsOf(admin, Integer.toString(NO_RECORD_IS_SO_SMALL), AlterConfigOp.OpType.SET);
            long refusing = System.nanoTime();
            try {
                ServerSetup.awaitReadiness(owner, 503);
                load.awaitResponses(refusing, 200, Response::isAccepted);
            } finally {
                takeRecordsOf(admin, "", AlterConfigOp.OpType.DELETE);
            }
            scenario.awaitRecovery(plenty);
            ServerSetup.awaitReadiness(owner, 200);
            responses = load.stop();
        }

        assertThat(responses).extracting(Response::status).isSubsetOf(202, 409);
        scenario.assertGuaranteesHold(responses);
    }

    @Test
    void deleted_and_made_again_it_has_every_result() throws Exception {
        Coupon coupon = scenario.coupon(200);
        List<Answer> answers;
        try (Admin admin = topics.admin();
                Connection operator = scenario.database.lockCoupon(coupon.couponId())) {
            answers = scenario.closedLoop(300, 1, 16, coupon);
            admin.deleteTopics(List.of(results)).all().get(ADMIN_SECONDS_MAX, TimeUnit.SECONDS);
            try {
                operator.rollback();
                scenario.awaitIssued(coupon, 1);
                assertThat(scenario.system.lag()).isPositive();
            } finally {
                await().until(() -> !admin.listTopics().names().get().contains(results));
                admin.createTopics(List.of(topics.names().all().get(1))).all().get(ADMIN_SECONDS_MAX, TimeUnit.SECONDS);
            }
        }
        long mended = System.nanoTime();
        scenario.system.awaitRest(Duration.ofMinutes(2));
        scenario.reportRecovery(mended);

        Coupon next = scenario.coupon(5);
        scenario.awaitSuccess(next);
        long asked = System.nanoTime();
        assertThat(scenario.request(next, LONG_WAIT_SECONDS)).isEqualTo(201);
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(TOLD_BY_THE_TOPIC_MAX);
        scenario.assertGuaranteesHoldFor(answers);
    }

    /** The size is the one refusal that a broker with a single replica can be made to give. */
    private void takeRecordsOf(Admin admin, String bytesMax, AlterConfigOp.OpType how) throws Exception {
        var topic = new ConfigResource(ConfigResource.Type.TOPIC, results);
        var entry = new ConfigEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, bytesMax);
        admin.incrementalAlterConfigs(Map.of(topic, List.of(new AlterConfigOp(entry, how))))
                .all()
                .get(ADMIN_SECONDS_MAX, TimeUnit.SECONDS);
    }
}
