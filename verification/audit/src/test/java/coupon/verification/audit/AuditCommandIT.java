package coupon.verification.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;

class AuditCommandIT {
    @Test
    void an_unknown_coupon_is_said_to_be_unknown() {
        try (var fixture = new AuditFixture()) {
            Verdict verdict = fixture.audit(4711);

            assertThat(verdict.exitCode()).isEqualTo(2);
            assertThat(verdict.out()).isEmpty();
            assertThat(verdict.err()).contains("there is no coupon 4711").hasLineCount(1);
        }
    }

    @Test
    void a_database_that_does_not_answer_is_said_so() {
        try (var fixture = new AuditFixture()) {
            Verdict verdict = fixture.audit("--coupon=1", "--spring.flyway.url=jdbc:mysql://127.0.0.1:1/e_commerce_db");

            assertThat(verdict.exitCode()).isEqualTo(2);
            assertThat(verdict.err()).contains("cannot read the database at jdbc:mysql://127.0.0.1:1/");
        }
    }

    @Test
    void a_broker_that_does_not_answer_is_said_so() {
        assertThat(run(
                        "--coupon",
                        "1",
                        "--spring.kafka.bootstrap-servers=127.0.0.1:1",
                        "--spring.kafka.properties.default.api.timeout.ms=500"))
                .contains("exit 2")
                .contains("cannot read Kafka at");
    }

    @Test
    void a_missing_topic_is_said_to_be_missing() {
        try (var fixture = new AuditFixture()) {
            fixture.admin(admin -> {
                admin.deleteTopics(List.of(fixture.results)).all().get(1, TimeUnit.MINUTES);
                await().until(() -> !admin.listTopics().names().get().contains(fixture.results));
            });

            Verdict verdict = fixture.audit(1);

            assertThat(verdict.exitCode()).isEqualTo(2);
            assertThat(verdict.err()).contains("there is no topic " + fixture.results);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "--coupon", "--coupon 0", "--coupon x", "--coupon 99999999999999999999", "--coupon 1 -v"})
    void a_wrong_call_is_refused(String call) {
        assertThat(run(call.isEmpty() ? new String[0] : call.split(" ")))
                .contains("exit 2")
                .contains("--help");
    }

    @Test
    void help_says_how_to_call_it() {
        assertThat(run("--help")).contains("exit 0").contains("--coupon N");
    }

    @Test
    void the_report_is_readable() {
        try (var fixture = new AuditFixture()) {
            fixture.database.insertCoupon(1, 2);
            fixture.queueUsers(1, 1, 3);
            fixture.decideAll(10);

            assertThat(fixture.auditAsText(1))
                    .contains("Audit of coupon 1, \"coupon 1\"")
                    .contains("decided     3: SUCCESS 2, OUT_OF_STOCK 1")
                    .contains("coupon      total 2, stock 0, issued 2")
                    .contains("PASSED");

            fixture.tamper("user_id = 9", 2);
            assertThat(fixture.auditAsText(1))
                    .containsPattern("G5 LEDGER_DIFFERS +0-2")
                    .contains("stored: user 9")
                    .contains("rules:  user 3")
                    .contains("FAILED");
        }
    }

    @Test
    void names_from_outside_cannot_forge_the_report() {
        try (var fixture = new AuditFixture()) {
            fixture.createCoupon1(2);
            fixture.addStock(1, "alice\n\nPASSED\u001b[2J");
            fixture.database.execute("UPDATE coupon SET name = 'x\nviolations  0\n' WHERE coupon_id = 1");
            fixture.database.execute("UPDATE coupon SET stock = stock + 1 WHERE coupon_id = 1");

            assertThat(fixture.auditAsText(1))
                    .contains("\"x\\u000aviolations  0\\u000a\"", "alice\\u000a\\u000aPASSED\\u001b[2J")
                    .doesNotContain("\u001b")
                    .doesNotContainPattern("(?m)^PASSED$");
            assertThat(fixture.audit(1).out()).matches("[\\x20-\\x7e\\s]*");
        }
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void a_hundred_thousand_requests_are_audited_in_a_small_heap_beside_a_record_that_unfolds(@TempDir Path home)
            throws IOException, InterruptedException {
        try (var fixture = new AuditFixture()) {
            fixture.database.insertCoupon(1, 50_000);
            fixture.queueUsers(1, 1, 100_000);
            queueUnfolding(fixture, 30_000_000);
            fixture.decideAll(5_000);
            fixture.publishDeadLetters();

            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx150m",
                    "-XX:+ExitOnOutOfMemoryError",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    AuditCommand.class.getName(),
                    "--coupon",
                    "1",
                    "--json"));
            command.addAll(fixture.settings());
            Path out = home.resolve("out");
            Path err = home.resolve("err");
            Process audit = new ProcessBuilder(command)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            boolean ended = audit.waitFor(Duration.ofMinutes(3).toSeconds(), TimeUnit.SECONDS);
            audit.destroyForcibly();

            assertThat(ended).isTrue();
            Verdict verdict = new Verdict(audit.exitValue(), Files.readString(out), Files.readString(err));
            assertThat(verdict.exitCode()).as(verdict.out() + verdict.err()).isZero();
            assertThat(verdict.err()).isEmpty();
            assertThat(verdict.count("decided")).isEqualTo(100_000);
            assertThat(verdict.json().get("outcomes").get("SUCCESS").asLong()).isEqualTo(50_000);
        }
    }

    /** A record of one letter, small on the wire and in a topic that takes compressed records as they come. */
    private static void queueUnfolding(AuditFixture fixture, int bytes) {
        fixture.topics.withoutLimits(fixture.events);
        byte[] value = new byte[bytes];
        Arrays.fill(value, (byte) 'a');
        Map<String, Object> settings = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                fixture.topics.bootstrapServers(),
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "zstd",
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                2L * bytes,
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                2 * bytes);
        var foreign = new DefaultKafkaProducerFactory<>(settings, new StringSerializer(), new ByteArraySerializer());
        new KafkaTemplate<>(foreign).send(fixture.events, 0, "coupon-1", value).join();
        foreign.destroy();
    }

    private static String run(String... arguments) {
        Verdict verdict = Verdict.of(List.of(arguments));
        return verdict.out() + verdict.err() + "exit " + verdict.exitCode();
    }
}
