package coupon.local;

import coupon.local.StackSettings.QueueType;
import coupon.local.server.AppServer;
import coupon.local.server.KafkaServer;
import coupon.local.server.MariaDbServer;
import coupon.local.server.Ports;
import coupon.local.server.RedisServer;
import coupon.local.server.ServerProcess;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes the processes of a stack, not started, each with the settings it needs to find the others. */
final class StackServers {
    static final String OPERATOR = "admin";
    static final String OPERATOR_PASSWORD = "admin";

    private final StackSettings settings;
    final KafkaServer kafka;
    final MariaDbServer database;
    final RedisServer redis;

    StackServers(StackSettings settings) {
        this.settings = settings;
        StackPorts ports = settings.ports();
        Path data = settings.dataDir();
        this.kafka = KafkaServer.at(data.resolve("kafka"), ports.kafka(), ports.kafkaController(), log("kafka"));
        kafka.setJvmOptions(settings.optionsOf(kafka.name()).jvmArguments());
        this.database = MariaDbServer.at(data.resolve("mariadb"), ports.database(), log("mariadb"));
        this.redis = RedisServer.at(data.resolve("redis"), ports.redis(), log("redis"));
    }

    /** Redis mode has no need of Kafka. */
    List<ServerProcess> all() {
        return settings.queue() == QueueType.redis ? List.of(database, redis) : List.of(kafka, database, redis);
    }

    /** As in "Kafka, MariaDB and Redis". */
    String names() {
        return settings.queue() == QueueType.redis ? "MariaDB and Redis" : "Kafka, MariaDB and Redis";
    }

    /** Named after its log, {@code producer}. */
    AppServer api() {
        return api("producer", settings.ports().api(), settings.ports().apiManagement());
    }

    /** On free ports, named after its log, {@code producer-<number>}. */
    AppServer otherApi(int number) {
        return api("producer-" + number, Ports.free(), Ports.free());
    }

    private AppServer api(String name, int port, int managementPort) {
        Map<String, String> environment = environment(name, port);
        environment.put("MANAGEMENT_SERVER_PORT", Integer.toString(managementPort));
        environment.put("MANAGEMENT_SERVER_ADDRESS", "127.0.0.1");
        environment.put("APP_SECURITY_ADMIN_USERNAME", OPERATOR);
        environment.put("APP_SECURITY_ADMIN_PASSWORD", OPERATOR_PASSWORD);
        return new AppServer(
                name, settings.apiJar(), port, managementPort, log(name), environment, settings.optionsOf(name));
    }

    /** Named after its log, {@code consumer-<number>}. */
    AppServer worker(int number, int port) {
        String name = "consumer-" + number;
        Map<String, String> environment = environment(name, port);
        environment.put("SPRING_FLYWAY_ENABLED", "false"); // the API migrates; a worker waits for it
        return new AppServer(name, settings.workerJar(), port, port, log(name), environment, settings.optionsOf(name));
    }

    private Map<String, String> environment(String name, int port) {
        return new HashMap<>(Map.ofEntries(
                Map.entry("SPRING_PROFILES_ACTIVE", "local"),
                Map.entry("SERVER_PORT", Integer.toString(port)),
                Map.entry("SERVER_ADDRESS", "127.0.0.1"),
                Map.entry("SPRING_KAFKA_CLIENT_ID", name), // so that tools can tell who owns a partition
                Map.entry("SPRING_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers()),
                Map.entry("SPRING_R2DBC_URL", database.r2dbcUrl(MariaDbServer.DATABASE)),
                Map.entry("SPRING_R2DBC_USERNAME", MariaDbServer.USER),
                Map.entry("SPRING_R2DBC_PASSWORD", MariaDbServer.PASSWORD),
                Map.entry("SPRING_FLYWAY_URL", database.jdbcUrl(MariaDbServer.DATABASE)),
                Map.entry("SPRING_FLYWAY_USER", MariaDbServer.USER),
                Map.entry("SPRING_FLYWAY_PASSWORD", MariaDbServer.PASSWORD),
                Map.entry("SPRING_DATA_REDIS_HOST", "127.0.0.1"),
                Map.entry("SPRING_DATA_REDIS_PORT", Integer.toString(redis.port())),
                Map.entry("APP_QUEUE_TYPE", settings.queue().name())));
    }

    private Path log(String name) {
        return settings.logDir().resolve(name + ".log");
    }
}
