package coupon.verification.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coupon.core.domain.CouponIssueEvent;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** Topics that other producers write to, in transactions of their own. */
class ForeignRecordsAuditIT extends AuditedSale {
    @Test
    void the_event_of_an_aborted_transaction_was_never_queued() {
        sale();
        try (KafkaProducer<String, byte[]> foreign = transactional()) {
            foreign.beginTransaction();
            send(foreign, fixture.events, fixture.event(1, 500));
            foreign.abortTransaction();
        }
        awaitEnd(fixture.events);

        Verdict verdict = passed();

        assertThat(verdict.count("requests")).isEqualTo(30);
        assertThat(verdict.count("waiting")).isZero();
    }

    @Test
    void the_end_of_a_transaction_is_no_request_and_stops_nobody() {
        sale();
        try (KafkaProducer<String, byte[]> foreign = transactional()) {
            foreign.beginTransaction();
            send(foreign, fixture.events, fixture.event(1, 500));
            foreign.commitTransaction();
        }
        awaitEnd(fixture.events);

        Verdict verdict = passed();

        assertThat(verdict.count("requests")).isEqualTo(31);
        assertThat(verdict.count("waiting")).isEqualTo(1);
    }

    @Test
    void an_open_transaction_hides_what_follows_it_and_stops_nobody() {
        sale();
        try (KafkaProducer<String, byte[]> foreign = transactional()) {
            foreign.beginTransaction();
            send(foreign, fixture.events, fixture.event(1, 500));
            send(foreign, fixture.results, fixture.event(1, 500));
            fixture.queueUsers(1, 501, 501);

            Verdict verdict = passed();

            assertThat(verdict.count("requests")).isEqualTo(30);
            assertThat(verdict.notes()).singleElement().asString().startsWith("an open transaction hides the end of");
            foreign.abortTransaction();
        }
        awaitEnd(fixture.events);
        awaitEnd(fixture.results);
        assertThat(passed().count("requests")).isEqualTo(31);
    }

    /** The broker writes the end of a transaction into its partitions after it has answered. */
    private void awaitEnd(String topic) {
        fixture.admin(admin -> await().until(() -> endOf(topic, IsolationLevel.READ_COMMITTED, admin)
                == endOf(topic, IsolationLevel.READ_UNCOMMITTED, admin)));
    }

    private static long endOf(String topic, IsolationLevel reader, Admin admin) throws Exception {
        var partition = new TopicPartition(topic, 0);
        return admin.listOffsets(Map.of(partition, OffsetSpec.latest()), new ListOffsetsOptions(reader))
                .partitionResult(partition)
                .get()
                .offset();
    }

    private KafkaProducer<String, byte[]> transactional() {
        var producer = new KafkaProducer<>(
                Map.<String, Object>of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        fixture.topics.bootstrapServers(),
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        UUID.randomUUID().toString()),
                new StringSerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
        return producer;
    }

    private void send(KafkaProducer<String, byte[]> foreign, String topic, CouponIssueEvent event) {
        foreign.send(new ProducerRecord<>(topic, 0, event.partitionKey(), fixture.encoded(event)));
        foreign.flush();
    }
}
