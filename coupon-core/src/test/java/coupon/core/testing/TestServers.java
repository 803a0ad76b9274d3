package coupon.core.testing;

import coupon.local.server.AppOptions;
import coupon.local.server.KafkaServer;
import coupon.local.server.MariaDbServer;
import coupon.local.server.RedisServer;
import coupon.local.server.ServerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;

/**
 * Real servers for tests, one of each per JVM, started when first asked for and gone with the JVM. Tests that stop, kill
 * or freeze a server start one of their own.
 *
 * <p>They are processes of this machine; with the system property {@value #PROPERTY} set to {@code containers}, which
 * the Maven profile {@code containers} does, they are the images that the product runs on. Nothing else decides that.
 */
public final class TestServers {
    static final String PROPERTY = "coupon.test.servers";

    private static final boolean CONTAINERS = "containers".equals(System.getProperty(PROPERTY, "processes"));
    private static final Path HOME = Path.of(
            "target", "test-servers", String.valueOf(ProcessHandle.current().pid()));

    static {
        // Only what never comes is waited for so long: a machine that is busy with other builds starts its servers, and
        // lets a consumer join its group, several times slower than one that is not.
        Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
    }

    private TestServers() {}

    /** A database that nobody else uses, with the product's tables. */
    public static TestDatabase newDatabase() {
        return (CONTAINERS ? ContainerServers.mysql() : TestDatabase.of(MariaDb.SERVER)).another();
    }

    public static String kafkaBootstrapServers() {
        return CONTAINERS ? ContainerServers.kafkaBootstrapServers() : Kafka.SERVER.bootstrapServers();
    }

    public static int redisPort() {
        return CONTAINERS ? ContainerServers.redisPort() : Redis.SERVER.port();
    }

    /** Where a server of a test's own may keep its data and its log. */
    public static Path newHome(String name) {
        return HOME.resolve(name + "-" + UUID.randomUUID());
    }

    /** A server of one test's own, not started yet; the caller closes it. */
    public static MariaDbServer ownMariaDb() {
        Path home = newHome("mariadb");
        return new MariaDbServer(home.resolve("data"), 0, home.resolve("log"));
    }

    /** As {@link #ownMariaDb()}. */
    public static KafkaServer ownKafka() {
        Path home = newHome("kafka");
        KafkaServer server = new KafkaServer(home.resolve("data"), 0, 0, home.resolve("log"));
        server.setOptions(AppOptions.LIGHT);
        return server;
    }

    /** As {@link #ownMariaDb()}. */
    public static RedisServer ownRedis() {
        Path home = newHome("redis");
        return new RedisServer(home.resolve("data"), 0, home.resolve("log"));
    }

    private static final class MariaDb {
        static final MariaDbServer SERVER = started(ownMariaDb());
    }

    private static final class Kafka {
        static final KafkaServer SERVER = started(ownKafka());
    }

    private static final class Redis {
        static final RedisServer SERVER = started(ownRedis());
    }

    private static <S extends ServerProcess> S started(S server) {
        server.start();
        return server;
    }
}
