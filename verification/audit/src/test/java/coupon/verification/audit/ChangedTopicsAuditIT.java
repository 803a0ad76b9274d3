package coupon.verification.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Topics that do not hold the whole sale, or hold it in other positions. */
class ChangedTopicsAuditIT extends AuditedSale {
    @Test
    void what_has_expired_from_the_log_is_trusted_and_said_so() {
        sale();
        fixture.expire(fixture.events, 0, 15);
        fixture.expire(fixture.results, 0, 12);

        Verdict verdict = passed();

        assertThat(verdict.count("beforeTheLog")).isEqualTo(15);
        assertThat(verdict.notes()).hasSize(2).anyMatch(note -> note.contains("15 decided requests stand before it"));
    }

    @Test
    void a_recreated_topic_is_recognised() {
        sale();
        fixture.admin(admin -> admin.deleteTopics(List.of(fixture.events)).all().get());
        Awaitility.await().until(() -> !names().contains(fixture.events));
        fixture.admin(admin -> admin.createTopics(List.of(new NewTopic(fixture.events, 3, (short) 1)))
                .all()
                .get());
        Awaitility.await().until(() -> names().contains(fixture.events));
        fixture.queueUsers(1, 40, 44);

        Verdict verdict = passed();

        assertThat(verdict.count("ofFormerTopic")).isEqualTo(30);
        assertThat(verdict.count("waiting")).isEqualTo(5);
        assertThat(verdict.notes()).anyMatch(note -> note.startsWith("the topic was re-created: 30 requests"));
    }

    @Test
    void a_coupon_that_moved_because_partitions_were_added_is_judged_in_each() {
        sale();
        fixture.queueAt(2, fixture.event(1, 3));
        fixture.queueAt(2, fixture.event(1, 50));
        fixture.admin(admin -> admin.createPartitions(Map.of(fixture.events, NewPartitions.increaseTo(6)))
                .all()
                .get());
        fixture.publish(fixture.decide(100));

        assertThat(passed().notes()).singleElement().asString().contains("[0, 2]");
    }

    private Set<String> names() {
        var found = new HashSet<String>();
        fixture.admin(admin -> found.addAll(admin.listTopics().names().get()));
        return found;
    }
}
