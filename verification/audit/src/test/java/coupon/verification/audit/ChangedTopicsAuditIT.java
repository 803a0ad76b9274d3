package coupon.verification.audit;

import static org.assertj.core.api.Assertions.assertThat;

import coupon.verification.audit.AuditStage.Verdict;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Topics that do not hold the whole sale, or hold it in other places. */
class ChangedTopicsAuditIT extends AuditedSale {
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
        assertThat(verdict.notes()).anyMatch(note -> note.startsWith("the topic was re-created: 30 requests"));
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

    private Set<String> names() {
        var found = new HashSet<String>();
        stage.admin(admin -> found.addAll(admin.listTopics().names().get()));
        return found;
    }
}
