package coupon.verification.system.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueEvent;
import coupon.verification.guarantee.Answer;
import coupon.verification.system.ForeignProducer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.ApiException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Another producer with write access to the events topic, and transactions of its own. */
@Tag("fault-long")
class ForeignRecordsIT {
    private static final long FOREIGN_USER = 9_000_000;
    private static final int LARGE_RECORDS = 50;
    /** The broker has 512 MB. */
    private static final int UNFOLDED_BYTES = 300_000_000;

    @RegisterExtension
    final Scenario scenario = new Scenario("foreign records");

    @Test
    void an_open_transaction_holds_its_partition_only_and_an_aborted_event_is_never_decided() throws Exception {
        List<Coupon> coupons = scenario.couponsInPartitions(Scenario.PLENTY, Scenario.PLENTY);
        Coupon held = coupons.get(0);
        Coupon other = coupons.get(1);
        int waiting;
        try (var foreign = ForeignProducer.inTransaction(scenario.topics)) {
            foreign.request(held.couponId(), FOREIGN_USER);
            foreign.flush();

            waiting = scenario.request(held, 3);
            assertThat(scenario.request(other, 20)).as("another partition").isEqualTo(201);
            assertThat(scenario.issued(held)).as("behind the open transaction").isZero();

            foreign.abortTransaction();
        }
        assertThat(waiting).as("accepted, and not decided in time").isEqualTo(202);
        scenario.awaitRecovery(held);

        scenario.assertGuaranteesHoldFor(List.of());
        assertThat(scenario.database.number("SELECT COUNT(*) FROM coupon_issue_request WHERE user_id = " + FOREIGN_USER
                        + " AND coupon_id = " + held.couponId()))
                .isZero();
    }

    @Test
    void the_end_of_a_transaction_counts_as_no_request() throws Exception {
        Coupon coupon = scenario.coupon(Scenario.PLENTY);
        CompletableFuture<Answer> answer;
        try (var foreign = ForeignProducer.inTransaction(scenario.topics)) {
            answer = foreign.request(coupon.couponId(), FOREIGN_USER);
            foreign.commitTransaction();
        }

        assertThat(answer.get().kind()).isEqualTo(Answer.Kind.ACCEPTED);
        scenario.assertGuaranteesHoldFor(List.of(answer.get()));
        assertThat(scenario.client.queueSize(coupon.couponId())).isZero();
    }

    @Test
    void large_unreadable_records_stop_neither_workers_nor_the_api() throws Exception {
        scenario.topics.withoutLimits(scenario.topics.names().couponIssue());
        Coupon coupon = scenario.coupon(Scenario.PLENTY);
        scenario.expectDeadLetters(LARGE_RECORDS);
        ForeignProducer.sendLarge(scenario.topics, coupon.couponId(), LARGE_RECORDS);

        scenario.awaitSuccess(coupon);

        assertThat(scenario.stack.workers()).allMatch(worker -> worker.isAlive());
        assertThat(ServerSetup.health(scenario.stack.api(), "liveness")).isEqualTo(200);
        scenario.assertGuaranteesHoldFor(List.of());
    }

    @Test
    void a_record_that_unfolds_beyond_the_brokers_memory_is_refused_and_stops_nobody() throws Exception {
        Coupon coupon = scenario.coupon(Scenario.PLENTY);
        long broker = scenario.stack.kafka().pid();
        try (var foreign = new ForeignProducer(
                scenario.topics,
                Map.of(
                        ProducerConfig.COMPRESSION_TYPE_CONFIG,
                        "zstd",
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        2 * UNFOLDED_BYTES,
                        ProducerConfig.BUFFER_MEMORY_CONFIG,
                        2L * UNFOLDED_BYTES,
                        ProducerConfig.RETRIES_CONFIG,
                        0,
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        false))) {
            byte[] letters = new byte[UNFOLDED_BYTES];
            Arrays.fill(letters, (byte) 'a');
            var record = new ProducerRecord<>(
                    scenario.topics.names().couponIssueResults(),
                    CouponIssueEvent.partitionKey(coupon.couponId()),
                    letters);

            assertThatThrownBy(() -> foreign.send(record).get())
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(ApiException.class);
        }

        scenario.awaitSuccess(coupon);

        assertThat(scenario.stack.kafka().isAlive()).isTrue();
        assertThat(scenario.stack.kafka().pid()).isEqualTo(broker);
        assertThat(scenario.stack.workers()).allMatch(worker -> worker.isAlive());
        scenario.assertGuaranteesHoldFor(List.of());
    }
}
