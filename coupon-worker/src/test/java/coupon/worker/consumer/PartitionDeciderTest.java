package coupon.worker.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.CouponIssueStatus;
import coupon.core.queue.kafka.KafkaDeadLetterQueue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.support.KafkaHeaders;

/** Decide, store, publish, acknowledge, and what is repeated if one of them fails. */
class PartitionDeciderTest {
    private final DecidersFixture fixture = new DecidersFixture();
    private final List<Inbox> inboxes = new ArrayList<>();

    @AfterEach
    void stop() {
        inboxes.forEach(Inbox::close);
        fixture.publications.forEach(DecidersFixture.Published::acknowledge);
        fixture.close();
    }

    @Test
    void a_batch_is_acknowledged_when_its_results_are_and_not_before() {
        fixture.publishingWaits = true;
        Inbox inbox = inbox();

        inbox.put(fixture.requests(0, 2));
        DecidersFixture.Published results = fixture.awaitPublication(1);
        assertThat(results.offsets()).containsExactly(0L, 1L, 2L);
        assertThat(stored()).isEqualTo(3);
        assertThat(inbox.acknowledged()).isZero();
        assertThat(inbox.isIdle()).isFalse();

        results.acknowledge();
        awaitAcknowledged(inbox, 3);
        assertThat(inbox.isIdle()).isTrue();
    }

    @Test
    void the_next_batch_is_decided_while_results_are_on_their_way_and_published_after_them() {
        fixture.publishingWaits = true;
        Inbox inbox = inbox();
        inbox.put(fixture.requests(0, 249)); // three batches

        DecidersFixture.Published first = fixture.awaitPublication(1);
        await().until(() -> stored() == 200);
        assertThat(fixture.publications)
                .as("not before the first are acknowledged")
                .hasSize(1);
        assertThat(inbox.acknowledged()).isZero();

        first.acknowledge();
        DecidersFixture.Published second = fixture.awaitPublication(2);
        assertThat(inbox.acknowledged()).isEqualTo(100);
        assertThat(second.offsets()).startsWith(100L).hasSize(100);

        second.acknowledge();
        fixture.awaitPublication(3).acknowledge();
        awaitAcknowledged(inbox, 250);
    }

    @Test
    void results_that_may_not_have_been_received_are_published_again_all_of_them_before_any_later_ones() {
        fixture.publishingWaits = true;
        Inbox inbox = inbox();
        inbox.put(fixture.requests(0, 199));

        fixture.awaitPublication(1).fail();
        await().until(() -> fixture.retries.trouble() != null);
        DecidersFixture.Published again = fixture.awaitPublication(2);
        assertThat(again.offsets()).isEqualTo(fixture.publications.get(0).offsets());
        assertThat(inbox.acknowledged()).isZero();

        again.acknowledge();
        assertThat(fixture.awaitPublication(3).offsets()).startsWith(100L);
        await().until(() -> fixture.retries.trouble() == null);
    }

    @Test
    void a_database_that_fails_is_tried_again_until_it_works_and_nothing_is_skipped() {
        fixture.databaseFails = true;
        Inbox inbox = inbox();
        inbox.put(fixture.requests(0, 2));
        await().untilAsserted(() -> assertThat(fixture.retries.trouble())
                .contains("deciding a batch fails")
                .contains("no database"));
        assertThat(inbox.acknowledged()).isZero();

        fixture.databaseFails = false;
        awaitAcknowledged(inbox, 3);
        assertThat(fixture.retries.trouble()).isNull();
        assertThat(fixture.publications).hasSize(1);
    }

    @Test
    void a_locked_coupon_keeps_neither_the_results_of_others_nor_the_batch_before_and_they_are_published_early_once() {
        fixture.lockedCoupon = 2;
        Inbox inbox = put(inbox(), fixture.requests(0, 99)); // a whole batch
        inbox.put(List.of(fixture.request(100), fixture.request(101, 2), fixture.request(102)));

        assertThat(fixture.awaitPublication(2).offsets()).containsExactly(100L, 102L);
        awaitAcknowledged(inbox, 100);
        await().untilAsserted(() -> assertThat(fixture.lockedAttempts).hasValueGreaterThan(4));
        assertThat(fixture.retries.trouble()).contains("locked by another transaction: coupons [2]");

        fixture.lockedCoupon = 0;
        awaitAcknowledged(inbox, 103);
        assertThat(fixture.publications).hasSize(3);
        assertThat(fixture.publications.get(2).offsets()).containsExactly(100L, 101L, 102L);
    }

    @Test
    void the_trouble_is_over_when_the_partition_is_taken_away() {
        fixture.databaseFails = true;
        Inbox inbox = inbox();
        inbox.put(fixture.requests(0, 2));
        await().until(() -> fixture.retries.trouble() != null);

        inbox.close();
        await().until(() -> fixture.retries.trouble() == null);
        assertThat(inbox.acknowledged()).as("nothing of a failed batch").isZero();
    }

    @Test
    void a_decider_that_stops_finishes_the_batch_it_has() throws Exception {
        fixture.publishingWaits = true;
        Inbox inbox = inbox();
        inbox.put(fixture.requests(0, 249));
        fixture.awaitPublication(1);
        await().until(() -> stored() == 200);

        inbox.close();
        fixture.publishingWaits = false;
        fixture.publications.get(0).acknowledge();
        inbox.deciderEnded().await();

        assertThat(inbox.acknowledged()).isEqualTo(200);
        assertThat(stored()).as("and takes no other").isEqualTo(200);
    }

    @Test
    void a_redelivered_batch_keeps_its_outcomes_and_is_published_again() {
        awaitAcknowledged(put(inbox(), fixture.requests(0, 19)), 20);
        List<CouponIssueResult> before =
                fixture.store.requests().values().stream().toList();

        awaitAcknowledged(put(inbox(), fixture.requests(0, 19)), 20);

        assertThat(fixture.store.requests().values()).containsExactlyInAnyOrderElementsOf(before);
        assertThat(before.stream().filter(CouponIssueResult::isSuccess)).hasSize((int) DecidersFixture.STOCK);
        assertThat(fixture.publications.stream().flatMap(each -> each.offsets().stream()))
                .hasSize(40);
    }

    @Test
    void a_zombie_that_finishes_a_batch_which_another_has_decided_changes_nothing() {
        fixture.databaseFails = true;
        Inbox zombie = put(inbox(), fixture.requests(0, 4));
        await().until(() -> fixture.retries.trouble() != null);
        fixture.databaseFails = false;

        awaitAcknowledged(put(inbox(), fixture.requests(0, 4)), 5);
        awaitAcknowledged(zombie, 5);

        assertThat(stored()).isEqualTo(5);
        assertThat(fixture.store.holdings()).hasSize(5);
    }

    @Test
    void an_unreadable_record_costs_only_itself_and_its_reason_is_there_once() {
        Inbox inbox = put(
                inbox(),
                List.of(
                        fixture.request(0),
                        fixture.record(1, "not json".getBytes(StandardCharsets.UTF_8)),
                        fixture.request(2)));

        awaitAcknowledged(inbox, 3);
        assertThat(fixture.store.requests().get(new UUID(0, 2)))
                .extracting(CouponIssueResult::outcome)
                .isEqualTo(CouponIssueStatus.SUCCESS);
        assertThat(fixture.deadLetters.history()).singleElement().satisfies(letter -> {
            String reason = new String(
                    letter.headers()
                            .lastHeader(KafkaHeaders.DLT_EXCEPTION_MESSAGE)
                            .value(),
                    StandardCharsets.UTF_8);
            assertThat(reason).startsWith("not an event: ").containsOnlyOnce("not an event");
            assertThat(letter.headers().headers(KafkaHeaders.DLT_EXCEPTION_MESSAGE))
                    .hasSize(1);
        });
    }

    @Test
    void an_unreadable_record_that_is_too_large_to_be_copied_is_set_aside_by_reference() {
        byte[] large = new byte[5 << 20];
        Inbox inbox = put(inbox(), List.of(sized(fixture.record(0, large)), fixture.request(1)));

        awaitAcknowledged(inbox, 2);
        assertThat(stored()).isEqualTo(1);
        assertThat(fixture.deadLetters.history()).singleElement().satisfies(letter -> {
            assertThat(letter.key()).isNull();
            assertThat(letter.value()).isNull();
            assertThat(letter.headers().lastHeader(KafkaDeadLetterQueue.NOT_COPIED))
                    .isNotNull();
            assertThat(new String(
                            letter.headers()
                                    .lastHeader(KafkaHeaders.DLT_EXCEPTION_MESSAGE)
                                    .value(),
                            StandardCharsets.UTF_8))
                    .startsWith(
                            "too large to be copied, " + (large.length + "coupon-1".length()) + " bytes: not an event");
        });
    }

    @Test
    void an_absent_dead_letter_topic_holds_back_neither_the_results_nor_for_ever() {
        fixture.deadLetters.sendException = new IllegalStateException("no dead-letter topic");
        Inbox inbox =
                put(inbox(), List.of(fixture.request(0), fixture.record(1, "poison".getBytes(StandardCharsets.UTF_8))));

        await().until(() -> fixture.retries.trouble() != null);
        assertThat(fixture.publications).hasSize(1);
        assertThat(inbox.acknowledged()).isZero();

        fixture.deadLetters.sendException = null;
        awaitAcknowledged(inbox, 2);
        assertThat(fixture.deadLetters.history()).hasSize(1);
    }

    @Test
    void a_decider_that_stops_acknowledges_no_batch_with_a_record_that_is_not_set_aside() throws Exception {
        fixture.deadLetters.sendException = new IllegalStateException("no dead-letter topic");
        Inbox inbox =
                put(inbox(), List.of(fixture.request(0), fixture.record(1, "poison".getBytes(StandardCharsets.UTF_8))));
        await().until(() -> fixture.retries.trouble() != null);

        inbox.close();
        inbox.deciderEnded().await();

        assertThat(stored()).isEqualTo(1);
        assertThat(inbox.acknowledged()).as("both are delivered again").isZero();
    }

    private Inbox inbox() {
        var inbox = new Inbox(100, 0, new OffsetAndMetadata(0));
        new PartitionDecider(inbox, null, fixture.parts()).start(0);
        inboxes.add(inbox);
        return inbox;
    }

    private static Inbox put(Inbox inbox, List<ConsumerRecord<byte[], byte[]>> records) {
        inbox.put(records);
        return inbox;
    }

    private static ConsumerRecord<byte[], byte[]> sized(ConsumerRecord<byte[], byte[]> record) {
        return new ConsumerRecord<>(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                record.timestampType(),
                record.key().length,
                record.value().length,
                record.key(),
                record.value(),
                record.headers(),
                record.leaderEpoch());
    }

    private static void awaitAcknowledged(Inbox inbox, long offset) {
        await().untilAsserted(() -> assertThat(inbox.acknowledged()).isEqualTo(offset));
    }

    private long stored() {
        return fixture.store.requests().size();
    }
}
