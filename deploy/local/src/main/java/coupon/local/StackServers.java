package coupon.local;

import coupon.local.StackSettings.QueueType;
import coupon.local.server.AppServer;
import coupon.local.server.KafkaServer;
import coupon.local.server.MariaDbServer;
import coupon.local.server.RedisServer;
import coupon.local.server.ServerProcess;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** The processes of a stack, each with the settings it needs to find the others; nothing is started here. */
abstract class StackServers {
    static final String OPERATOR = "admin";
    static final String OPERATOR_PASSWORD = "admin";
    static final Map<String, String> OPERATOR_LOGIN =
            Map.of("APP_SECURITY_ADMIN_USERNAME", OPERATOR, "APP_SECURITY_ADMIN_PASSWORD", OPERATOR_PASSWORD);

    final StackSettings settings;
    private final KafkaServer kafka;
    private final MariaDbServer database;
    private final RedisServer redis;
    private final List<AppServer> apis = new CopyOnWriteArrayList<>();
    private final List<AppServer> workers = new CopyOnWriteArrayList<>();

    StackServers(StackSettings settings) {
        this.settings = settings;
        StackPorts ports = settings.ports();
        Path data = settings.dataDir();
        kafka = new KafkaServer(data.resolve("kafka"), ports.kafka, ports.kafkaController, log("kafka"));
        database = new MariaDbServer(data.resolve("mariadb"), ports.database, log("mariadb"));
        redis = new RedisServer(data.resolve("redis"), ports.redis, log("redis"));
        addApi("producer", ports.api, ports.apiManagement);
        for (int number = 1; number <= settings.workers(); number++) {
            addWorker(ports.worker(number));
        }
    }

    /** Not started in Redis mode. */
    public final KafkaServer kafka() {
        return kafka;
    }

    public final MariaDbServer database() {
        return database;
    }

    public final RedisServer redis() {
        return redis;
    }

    public final AppServer api() {
        return apis.get(0);
    }

    /** Where the API's clients call, such as {@code http://127.0.0.1:9090}. */
    public final URI apiUrl() {
        return URI.create("http://127.0.0.1:" + api().port());
    }

    /** One instance of the API more, on free ports, not started. */
    public final synchronized AppServer addApi() {
        return addApi("producer-" + (apis.size() + 1), 0, 0);
    }

    /** The workers, started or not, in the order of their numbers. */
    public final List<AppServer> workers() {
        return Collections.unmodifiableList(workers);
    }

    /** One worker more, on a free port, not started. */
    public final AppServer addWorker() {
        return addWorker(0);
    }

    /** What the applications need; Redis mode has no need of Kafka. */
    final List<ServerProcess> backends() {
        return settings.queue() == QueueType.redis ? List.of(database, redis) : List.of(kafka, database, redis);
    }

    /** As in "Kafka, MariaDB and Redis". */
    final String backendNames() {
        return settings.queue() == QueueType.redis ? "MariaDB and Redis" : "Kafka, MariaDB and Redis";
    }

    final List<AppServer> apps() {
        List<AppServer> apps = new ArrayList<>(apis);
        apps.addAll(workers);
        return apps;
    }

    final List<ServerProcess> all() {
        List<ServerProcess> all = new ArrayList<>(backends());
        all.addAll(apps());
        return all;
    }

    private AppServer addApi(String name, int port, int managementPort) {
        Map<String, String> environment = environment(name);
        environment.put("MANAGEMENT_SERVER_ADDRESS", "127.0.0.1");
        environment.putAll(OPERATOR_LOGIN);
        return added(apis, new AppServer(name, settings.apiJar(), log(name), environment, port, managementPort));
    }

    private synchronized AppServer addWorker(int port) {
        String name = "consumer-" + (workers.size() + 1);
        Map<String, String> environment = environment(name);
        environment.put("SPRING_FLYWAY_ENABLED", "false"); // the API migrates; a worker waits for it
        return added(workers, new AppServer(name, settings.workerJar(), log(name), environment, port));
    }

    private AppServer added(List<AppServer> apps, AppServer app) {
        apps.add(app);
        return app;
    }

    /** The rest is as the applications have it: the user of the database, and that migrations go to the same one. */
    private Map<String, String> environment(String name) {
        return new HashMap<>(Map.ofEntries(
                Map.entry("SPRING_PROFILES_ACTIVE", "local"),
                Map.entry("SERVER_ADDRESS", "127.0.0.1"),
                Map.entry("SPRING_KAFKA_CLIENT_ID", name), // so that tools can tell who owns a partition
                Map.entry("SPRING_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers()),
                Map.entry("SPRING_R2DBC_URL", database.r2dbcUrl(MariaDbServer.DATABASE)),
                Map.entry("SPRING_DATA_REDIS_HOST", "127.0.0.1"),
                Map.entry("SPRING_DATA_REDIS_PORT", Integer.toString(redis.port())),
                Map.entry("APP_QUEUE_TYPE", settings.queue().name())));
    }

    private Path log(String name) {
        return settings.logDir().resolve(name + ".log");
    }

    final StackState state(boolean ready) {
        List<Long> children = all().stream()
                .filter(ServerProcess::isAlive)
                .map(ServerProcess::pid)
                .toList();
        long owner = ProcessHandle.current().pid();
        return new StackState(ready, owner, settings.queue(), api().port(), kafka.port(), children, Instant.now());
    }

    /** What is printed when the stack is ready. */
    final String welcome() {
        String ports = workers.stream().map(worker -> "" + worker.port()).collect(Collectors.joining(", "));
        String queue =
                settings.queue() == QueueType.redis ? "not started (the queue is in Redis)" : kafka.bootstrapServers();
        return """
                Ready.
                  operations  %1$s/ops/   (operator: %2$s / %3$s)
                  API         %1$s
                  documents   %1$s/swagger-ui.html
                  health      http://127.0.0.1:%4$s/actuator/health   (the workers': %5$s)
                  Kafka       %6$s
                  database    %7$s   (application / application)
                  Redis       127.0.0.1:%8$s
                  logs        %9$s
                Request a coupon:
                  curl -i -X POST -H 'Prefer: wait=5' '%1$s/api/coupons/1/issue?userId=1'
                """.formatted(
                        apiUrl(),
                        OPERATOR,
                        OPERATOR_PASSWORD,
                        api().managementPort(),
                        ports,
                        queue,
                        database.jdbcUrl(MariaDbServer.DATABASE),
                        redis.port(),
                        settings.logDir());
    }
}
