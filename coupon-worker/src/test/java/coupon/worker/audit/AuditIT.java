package coupon.worker.audit;

import static org.assertj.core.api.Assertions.assertThat;

import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.CouponIssueStatus;
import coupon.worker.audit.AuditStage.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Coupon 1 has partition 0 to itself. Of ten, users 1 to 10 stand at the offsets 0 to 9 and win; 11 to 20 stand behind
 * them; at the offsets 20 to 29 users 1 to 10 come again.
 */
class AuditIT {
    private final AuditStage stage = new AuditStage();

    @AfterEach
    void close() {
        stage.close();
    }

    private List<CouponIssueResult> sale() {
        stage.database.insertCoupon(1, 10);
        stage.queueUsers(1, 1, 20);
        stage.queueUsers(1, 1, 10);
        List<CouponIssueResult> decided = stage.decide(100);
        stage.publish(decided);
        stage.acknowledgeAll();
        return decided;
    }

    private Verdict failed() {
        Verdict verdict = stage.audit(1);
        assertThat(verdict.exitCode()).as(verdict.out() + verdict.err()).isEqualTo(1);
        assertThat(verdict.json().get("verdict").asString()).isEqualTo("FAILED");
        return verdict;
    }

    private Verdict passed() {
        Verdict verdict = stage.audit(1);
        assertThat(verdict.exitCode()).as(verdict.out() + verdict.err()).isZero();
        assertThat(verdict.json().get("verdict").asString()).isEqualTo("PASSED");
        return verdict;
    }

    // ---- books that are right ----

    @Test
    void a_clean_sale_passes() {
        stage.database.insertCoupon(2, 5);
        stage.queueUsers(2, 1, 10);
        sale();

        Verdict verdict = passed();

        assertThat(verdict.count("recordsRead")).isEqualTo(40);
        assertThat(verdict.count("requests")).isEqualTo(30);
        assertThat(verdict.count("decided")).isEqualTo(30);
        assertThat(verdict.count("published")).isEqualTo(30);
        assertThat(verdict.count("waiting")).isZero();
        assertThat(verdict.json().get("outcomes").get("SUCCESS").asLong()).isEqualTo(10);
        assertThat(verdict.json().get("outcomes").get("OUT_OF_STOCK").asLong()).isEqualTo(10);
        assertThat(verdict.json().get("outcomes").get("DUPLICATE_REQUEST").asLong())
                .isEqualTo(10);
        assertThat(verdict.notes()).isEmpty();
        assertThat(stage.audit(2).exitCode()).isZero();
    }

    @Test
    void a_sale_in_many_batches_passes() {
        stage.database.insertCoupon(1, 10);
        stage.queueUsers(1, 1, 20);
        stage.queueUsers(1, 5, 25);
        stage.decideAll(3);

        assertThat(passed().notes()).isEmpty();
    }

    @Test
    void requests_that_are_not_decided_yet_wait() {
        sale();
        stage.queueUsers(1, 100, 104);

        assertThat(passed().count("waiting")).isEqualTo(5);
    }

    @Test
    void decided_requests_that_are_not_published_yet_are_fine_until_they_are_acknowledged() {
        sale();
        stage.queueUsers(1, 100, 104);
        List<CouponIssueResult> decided = stage.decide(100);

        assertThat(passed().count("notPublished")).isEqualTo(5);

        stage.publish(decided);
        assertThat(passed().count("notPublished")).isZero();
    }

    @Test
    void repeated_event_ids_and_repeated_results_are_fine() {
        stage.database.insertCoupon(1, 1);
        CouponIssueEvent event = stage.event(1, 7);
        stage.queue(event);
        stage.queue(event);
        stage.queueUsers(1, 8, 9);
        stage.queue(new CouponIssueEvent(event.eventId(), 99, 1, Instant.now()));
        List<CouponIssueResult> decided = stage.decide(2);
        stage.publish(decided);
        stage.publish(decided);
        stage.acknowledgeAll();

        assertThat(passed().count("repeated")).isEqualTo(2);
    }

    @Test
    void an_event_id_that_another_coupons_request_had_before_has_its_outcome_there() {
        stage.database.insertCoupon(1, 5);
        stage.database.insertCoupon(5, 5); // in the partition of coupon 1
        CouponIssueEvent event = stage.event(5, 7);
        stage.queue(event);
        stage.queue(new CouponIssueEvent(event.eventId(), 7, 1, Instant.now()));
        stage.decideAll(10);

        assertThat(passed().notes()).singleElement().asString().contains("another coupon");
        assertThat(stage.audit(5).exitCode()).isZero();
    }

    @Test
    void poison_is_fine_if_it_became_a_dead_letter() {
        stage.database.insertCoupon(1, 5);
        stage.queueUsers(1, 1, 3);
        stage.queue("coupon-1", "no json".getBytes(StandardCharsets.UTF_8));
        stage.queue(null, null);
        stage.queue(
                "coupon-2",
                "{\"eventId\":\"%s\",\"userId\":4,\"couponId\":1,\"timestamp\":1,\"version\":1}"
                        .formatted(UUID.randomUUID())
                        .getBytes(StandardCharsets.UTF_8));
        stage.queue(new CouponIssueEvent(UUID.randomUUID(), -4, 1, Instant.now()));
        stage.queue(new CouponIssueEvent(UUID.randomUUID(), 4, 1, 1, 9));
        stage.queueUsers(1, 4, 6);
        stage.publish(stage.decide(100));
        stage.publishDeadLetters();
        stage.acknowledgeAll();

        Verdict verdict = passed();

        assertThat(verdict.count("unreadable")).isEqualTo(2);
        assertThat(verdict.json().get("outcomes").get("VALIDATION_FAILED").asLong())
                .isEqualTo(3);
    }

    @Test
    void stock_that_an_operator_added_is_noted_where_it_must_have_been() {
        sale();
        stage.database.execute("UPDATE coupon SET stock = stock + 3, total_quantity = total_quantity + 3,"
                + " version = version + 1 WHERE coupon_id = 1");
        stage.queueUsers(1, 31, 35);
        stage.decideAll(2);

        assertThat(passed().notes())
                .containsExactly("stock must have been added between 0-19 and 0-30 (by at least 3)");
    }

    @Test
    void a_pause_and_a_moved_window_are_noted() {
        sale();
        stage.database.execute("UPDATE coupon SET paused = TRUE WHERE coupon_id = 1");
        stage.queueUsers(1, 31, 35);
        stage.decideAll(2);
        stage.database.execute("UPDATE coupon SET paused = FALSE WHERE coupon_id = 1");

        assertThat(passed().notes())
                .singleElement()
                .asString()
                .startsWith("5 requests are BUSINESS_ERROR")
                .contains("the first at 0-30");
    }

    @Test
    void what_has_expired_from_the_log_is_trusted_and_said_so() {
        sale();
        stage.expire(stage.events, 0, 15);
        stage.expire(stage.results, 0, 12);

        Verdict verdict = passed();

        assertThat(verdict.count("beforeTheLog")).isEqualTo(15);
        assertThat(verdict.notes()).hasSize(2).anyMatch(note -> note.contains("15 decided requests stand before it"));
    }

    @Test
    void a_recreated_topic_is_recognised() {
        sale();
        stage.admin(admin -> admin.deleteTopics(List.of(stage.events)).all().get());
        Awaitility.await().until(() -> !names().contains(stage.events));
        stage.admin(admin -> admin.createTopics(List.of(new NewTopic(stage.events, 3, (short) 1)))
                .all()
                .get());
        Awaitility.await().until(() -> names().contains(stage.events));
        stage.queueUsers(1, 40, 44);

        Verdict verdict = passed();

        assertThat(verdict.count("ofFormerTopic")).isEqualTo(30);
        assertThat(verdict.count("waiting")).isEqualTo(5);
        assertThat(verdict.notes()).anyMatch(note -> note.startsWith("the topic was recreated: 30 requests"));
    }

    @Test
    void a_line_that_moved_because_partitions_were_added_is_judged_in_each() {
        sale();
        stage.queueAt(2, stage.event(1, 3));
        stage.queueAt(2, stage.event(1, 50));
        stage.admin(admin -> admin.createPartitions(Map.of(stage.events, NewPartitions.increaseTo(6)))
                .all()
                .get());
        stage.publish(stage.decide(100));

        assertThat(passed().notes()).singleElement().asString().contains("[0, 2]");
    }

    @Test
    void a_running_sale_passes_at_every_moment() {
        stage.database.insertCoupon(1, 3_000);
        stage.acknowledgeAll();
        try (ConfigurableApplicationContext worker = stage.worker("--app.kafka.consumer.batch-records-max=20")) {
            stage.queueUsers(1, 1, 6_000);
            int auditsWhileItRan = 0;
            for (Verdict verdict = passed(); verdict.count("decided") < 6_000; verdict = passed()) {
                assertThat(worker.isRunning()).isTrue();
                auditsWhileItRan += verdict.count("decided") > 0 ? 1 : 0;
            }
            assertThat(auditsWhileItRan).isPositive();
        }
        Verdict verdict = passed();
        assertThat(verdict.count("published")).isEqualTo(6_000);
        assertThat(verdict.json().get("outcomes").get("SUCCESS").asLong()).isEqualTo(3_000);
    }

    private Set<String> names() {
        var found = new HashSet<String>();
        stage.admin(admin -> found.addAll(admin.listTopics().names().get()));
        return found;
    }

    // ---- books that are wrong ----

    @Test
    void a_swapped_winner_is_found_on_both_places() {
        sale();
        stage.tamper("outcome = 'OUT_OF_STOCK'", 4);
        stage.tamper("outcome = 'SUCCESS'", 12);
        stage.database.execute("UPDATE user_coupon SET user_id = 13 WHERE user_id = 5");

        assertThat(failed().violations())
                .containsExactly(
                        "G3 WRONG_OUTCOME 0-4",
                        "G3 WRONG_OUTCOME 0-12",
                        "G8 RESULT_DIFFERS 0-4",
                        "G8 RESULT_DIFFERS 0-12");
    }

    @Test
    void a_winner_swapped_between_batches_is_found_where_he_overtook() {
        stage.database.insertCoupon(1, 10);
        stage.queueUsers(1, 1, 20);
        stage.decideAll(4);
        stage.tamper("outcome = 'OUT_OF_STOCK'", 3);
        stage.tamper("outcome = 'SUCCESS'", 12);
        stage.database.execute("UPDATE user_coupon SET user_id = 13 WHERE user_id = 4");

        assertThat(failed().violations()).contains("G3 OVERTAKEN 0-4", "G3 OVERTAKEN 0-12");
    }

    @Test
    void a_refusal_while_there_is_stock_is_found() {
        sale();
        stage.tamper("outcome = 'OUT_OF_STOCK'", 9);
        stage.database.execute("DELETE FROM user_coupon WHERE user_id = 10");
        stage.database.execute("UPDATE coupon SET stock = stock + 1 WHERE coupon_id = 1");

        assertThat(failed().violations())
                .contains("G3 OVERTAKEN 0-19", "G3 WRONG_OUTCOME 0-29", "G8 RESULT_DIFFERS 0-9");
    }

    @Test
    void a_holder_who_never_won_is_found_by_his_request() {
        sale();
        stage.database.execute("INSERT INTO user_coupon (coupon_id, user_id) VALUES (1, 15)");

        assertThat(failed().violations()).containsExactly("G1 BOOKS_DO_NOT_BALANCE", "G6 HOLDING_WITHOUT_SUCCESS 0-14");
    }

    @Test
    void a_holder_who_never_asked_is_found() {
        sale();
        stage.database.execute("INSERT INTO user_coupon (coupon_id, user_id) VALUES (1, 999)");
        stage.database.execute("UPDATE coupon SET total_quantity = 11 WHERE coupon_id = 1");

        assertThat(failed().violations()).containsExactly("G6 HOLDING_WITHOUT_SUCCESS");
    }

    @Test
    void a_winner_who_does_not_hold_it_is_found() {
        sale();
        stage.database.execute("DELETE FROM user_coupon WHERE user_id = 3");

        assertThat(failed().violations()).containsExactly("G1 BOOKS_DO_NOT_BALANCE", "G6 SUCCESS_WITHOUT_HOLDING 0-2");
    }

    @Test
    void a_second_success_of_a_user_is_found() {
        sale();
        stage.tamper("outcome = 'SUCCESS'", 22);

        assertThat(failed().violations())
                .containsExactly("G1 OVERSOLD", "G2 SECOND_SUCCESS 0-22", "G8 RESULT_DIFFERS 0-22");
    }

    @Test
    void a_duplicate_that_never_won_is_found() {
        sale();
        stage.tamper("outcome = 'DUPLICATE_REQUEST'", 15);

        assertThat(failed().violations()).containsExactly("G3 WRONG_OUTCOME 0-15", "G8 RESULT_DIFFERS 0-15");
    }

    @Test
    void a_duplicate_called_sold_out_is_found() {
        sale();
        stage.tamper("outcome = 'OUT_OF_STOCK'", 25);

        assertThat(failed().violations()).containsExactly("G3 WRONG_OUTCOME 0-25", "G8 RESULT_DIFFERS 0-25");
    }

    @Test
    void a_request_called_not_open_between_two_that_were_is_found() {
        sale();
        stage.tamper("outcome = 'BUSINESS_ERROR'", 15);

        assertThat(failed().violations()).containsExactly("G3 WRONG_OUTCOME 0-15", "G8 RESULT_DIFFERS 0-15");
    }

    @Test
    void a_valid_request_called_invalid_is_found() {
        sale();
        stage.tamper("outcome = 'VALIDATION_FAILED'", 15);

        assertThat(failed().violations()).containsExactly("G3 WRONG_OUTCOME 0-15", "G8 RESULT_DIFFERS 0-15");
    }

    @Test
    void an_outcome_that_is_none_is_found() {
        sale();
        stage.tamper("outcome = 'MAYBE'", 15);

        assertThat(failed().violations())
                .containsExactly("G3 WRONG_OUTCOME 0-15", "G4 UNDECIDED 0-15", "G8 RESULT_NOT_STORED 0-15");
    }

    @Test
    void a_ledger_row_whose_event_is_not_in_the_log_is_found() {
        sale();
        stage.database.execute("INSERT INTO coupon_issue_request SELECT x'" + "ab".repeat(16)
                + "', 1, 777, 'OUT_OF_STOCK', requested_at, decided_at, 0, 17 FROM coupon_issue_request"
                + " WHERE source_partition = 0 AND source_offset = 17");

        assertThat(failed().violations()).containsExactly("G5 NO_SUCH_EVENT 0-17", "G8 RESULT_MISSING 0-17");
    }

    @Test
    void a_ledger_row_beyond_the_end_of_the_log_is_found() {
        sale();
        stage.tamper("source_offset = 1000", 17);

        assertThat(failed().violations()).containsExactly("G5 LEDGER_DIFFERS 0-1000");
    }

    @Test
    void a_ledger_row_that_says_another_user_or_time_is_found() {
        sale();
        stage.tamper("user_id = 4711", 17);
        stage.tamper("requested_at = requested_at + INTERVAL 1 SECOND", 18);

        assertThat(failed().violations()).containsExactly("G5 LEDGER_DIFFERS 0-17", "G5 LEDGER_DIFFERS 0-18");
    }

    @Test
    void a_ledger_row_that_says_another_coupon_is_found() {
        sale();
        stage.tamper("coupon_id = 2", 17);

        assertThat(failed().violations()).containsExactly("G5 LEDGER_DIFFERS 0-17", "G8 RESULT_NOT_STORED 0-17");
    }

    @Test
    void a_missing_ledger_row_before_the_committed_offset_is_found() {
        sale();
        stage.database.execute("DELETE FROM coupon_issue_request WHERE source_partition = 0 AND source_offset = 17");

        assertThat(failed().violations()).containsExactly("G4 UNDECIDED 0-17", "G8 RESULT_NOT_STORED 0-17");
    }

    @Test
    void a_request_that_was_passed_over_is_found() {
        sale();
        stage.acknowledge(Map.of(0, 10L));
        stage.database.execute("DELETE FROM coupon_issue_request WHERE source_partition = 0 AND source_offset = 17");

        assertThat(failed().violations()).containsExactly("G4 PASSED_OVER 0-17", "G8 RESULT_NOT_STORED 0-17");
    }

    @Test
    void a_stock_that_is_off_by_one_is_found() {
        sale();
        stage.database.execute("UPDATE coupon SET total_quantity = total_quantity + 1 WHERE coupon_id = 1");

        Verdict verdict = failed();

        assertThat(verdict.violations()).containsExactly("G1 BOOKS_DO_NOT_BALANCE");
        assertThat(verdict.out()).contains("stock 0 + issued 10 = 10").contains("total 11");
    }

    @Test
    void a_contradicting_result_is_found() {
        List<CouponIssueResult> decided = sale();
        CouponIssueResult lie = decided.get(13);
        stage.publish(List.of(new CouponIssueResult(
                lie.eventId(),
                lie.userId(),
                lie.couponId(),
                CouponIssueStatus.SUCCESS,
                lie.requestedAt(),
                lie.decidedAt(),
                lie.position())));

        assertThat(failed().violations()).containsExactly("G8 RESULT_DIFFERS 0-13");
    }

    @Test
    void a_missing_result_is_found() {
        stage.database.insertCoupon(1, 10);
        stage.queueUsers(1, 1, 20);
        List<CouponIssueResult> decided = stage.decide(100);
        stage.publish(decided.subList(0, 7));
        stage.publish(decided.subList(8, 20));
        stage.acknowledgeAll();

        assertThat(failed().violations()).containsExactly("G8 RESULT_MISSING 0-7");
    }

    @Test
    void a_result_out_of_order_is_found() {
        stage.database.insertCoupon(1, 10);
        stage.queueUsers(1, 1, 20);
        List<CouponIssueResult> decided = stage.decide(100);
        stage.publish(decided.subList(0, 7));
        stage.publish(decided.subList(8, 20));
        stage.publish(decided.subList(7, 8));
        stage.acknowledgeAll();

        assertThat(failed().violations()).containsExactly("G8 RESULT_OUT_OF_ORDER 0-7");
    }

    @Test
    void poison_that_vanished_is_found() {
        stage.database.insertCoupon(1, 5);
        stage.queueUsers(1, 1, 3);
        stage.queue("coupon-1", "no json".getBytes(StandardCharsets.UTF_8));
        stage.decideAll(100);

        assertThat(failed().violations()).containsExactly("G4 NO_DEAD_LETTER 0-3");
    }

    @Test
    void only_the_first_violations_are_shown_and_all_are_counted() {
        stage.database.insertCoupon(1, 100);
        stage.queueUsers(1, 1, 100);
        stage.decideAll(100);
        stage.database.execute("DELETE FROM coupon_issue_request");

        Verdict verdict = failed();

        assertThat(verdict.violations()).hasSize(50);
        assertThat(verdict.json().get("violationCount").asLong()).isEqualTo(300);
    }
}
