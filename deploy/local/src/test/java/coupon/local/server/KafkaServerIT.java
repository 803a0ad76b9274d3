package coupon.local.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class KafkaServerIT extends ServerProcessContract<KafkaServer> {
    private static final TopicPartition KEPT = new TopicPartition("kept", 0);

    @Override
    KafkaServer server(Path dataDir, int port, Path log) {
        KafkaServer server = new KafkaServer(dataDir, port, 0, log);
        server.setOptions(AppOptions.LIGHT);
        return server;
    }

    @Override
    void write(KafkaServer server, String text) throws Exception {
        try (Admin admin = Admin.create(patient(server))) {
            if (!admin.listTopics().names().get().contains(KEPT.topic())) {
                admin.createTopics(List.of(new NewTopic(KEPT.topic(), Optional.of(1), Optional.empty())))
                        .all()
                        .get();
            }
        }
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(patient(server), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(KEPT.topic(), text)).get(1, TimeUnit.MINUTES);
        }
    }

    @Override
    String read(KafkaServer server) {
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings(server), new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(KEPT));
            consumer.seekToEnd(List.of(KEPT));
            consumer.seek(KEPT, consumer.position(KEPT, Duration.ofSeconds(5)) - 1);
            return Awaitility.await()
                    .until(
                            () -> consumer.poll(Duration.ofMillis(500)).records(KEPT).stream()
                                    .map(ConsumerRecord::value)
                                    .findFirst(),
                            Optional::isPresent)
                    .orElseThrow();
        }
    }

    @Test
    void a_topic_nobody_made_does_not_come_to_be() throws Exception {
        try (Admin admin = Admin.create(patient(server))) {
            Set<String> before = admin.listTopics().names().get();
            Map<String, Object> impatient = new HashMap<>(patient(server));
            impatient.put("max.block.ms", 1_000);

            try (KafkaProducer<String, String> producer =
                    new KafkaProducer<>(impatient, new StringSerializer(), new StringSerializer())) {
                assertThatThrownBy(() -> producer.send(new ProducerRecord<>("nobody-made", "x"))
                                .get())
                        .isInstanceOf(ExecutionException.class);
            }

            assertThatThrownBy(() -> admin.describeTopics(List.of("nobody-made"))
                            .allTopicNames()
                            .get())
                    .hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
            assertThat(admin.listTopics().names().get()).isEqualTo(before);
        }
    }

    private static Map<String, Object> patient(KafkaServer server) {
        return Map.of("bootstrap.servers", server.bootstrapServers());
    }

    /** Of a consumer that notices a frozen server within seconds. */
    private static Map<String, Object> settings(KafkaServer server) {
        return Map.of(
                "bootstrap.servers", server.bootstrapServers(),
                "default.api.timeout.ms", 5_000,
                "request.timeout.ms", 2_000);
    }
}
