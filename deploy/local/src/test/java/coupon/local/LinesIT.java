package coupon.local;

import static org.assertj.core.api.Assertions.assertThat;

import coupon.local.server.KafkaServer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinesIT {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:10Z");

    @Test
    void a_line_tells_how_many_wait_and_for_how_long_the_first_has(@TempDir Path dir) throws Exception {
        try (var kafka = KafkaServer.at(dir.resolve("data"), 0, dir.resolve("kafka.log"))) {
            kafka.start();
            Map<String, Object> broker = Map.of("bootstrap.servers", kafka.bootstrapServers());
            try (Admin admin = Admin.create(broker);
                    var producer = new KafkaProducer<>(broker, new StringSerializer(), new StringSerializer());
                    var lines =
                            new Lines(kafka.bootstrapServers(), "group", "events", Clock.fixed(NOW, ZoneOffset.UTC))) {
                admin.createTopics(List.of(new NewTopic("events", 2, (short) 1)))
                        .all()
                        .get(10, TimeUnit.SECONDS);
                for (int secondsAgo : new int[] {9, 7, 1}) {
                    producer.send(new ProducerRecord<>(
                                    "events", 1, NOW.minusSeconds(secondsAgo).toEpochMilli(), "key", "value"))
                            .get(10, TimeUnit.SECONDS);
                }

                assertThat(lines.look())
                        .containsExactly(new LineLag(0, null, 0, 0, 0, null), new LineLag(1, null, 3, 3, 9, null));

                admin.alterConsumerGroupOffsets(
                                "group", Map.of(new TopicPartition("events", 1), new OffsetAndMetadata(1)))
                        .all()
                        .get(10, TimeUnit.SECONDS);

                List<LineLag> now = lines.look();
                assertThat(now.get(1)).isEqualTo(new LineLag(1, 1L, 3, 2, 7, null));
                assertThat(LineLag.json(now))
                        .isEqualTo(
                                "{\"totalLag\":2,\"partitions\":["
                                        + "{\"partition\":0,\"committed\":null,\"end\":0,\"lag\":0,\"oldestSeconds\":0.000,\"owner\":null},"
                                        + "{\"partition\":1,\"committed\":1,\"end\":3,\"lag\":2,\"oldestSeconds\":7.000,\"owner\":null}]}");
                assertThat(LineLag.table(now))
                        .contains("1                    1            3          2          7.0  -");
            }
        }
    }
}
