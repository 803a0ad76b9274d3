package coupon.local.server;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeClusterOptions;

/** One Kafka node, broker and controller in one (KRaft), in a JVM of its own; topics are only made on request. */
public final class KafkaServer extends ServerProcess {
    private static final int PROBE_LIMIT_MILLIS = 2_000;
    private static final String LOGBACK = "coupon/local/server/kafka-logback.xml";

    private final Path dataDir;
    private final int controllerPort;

    private KafkaServer(Path dataDir, int port, int controllerPort, Path log) {
        super("kafka", port, log);
        this.dataDir = dataDir.toAbsolutePath();
        this.controllerPort = controllerPort;
    }

    /**
     * A server, not started yet.
     *
     * @param dataDir made if missing
     * @param port 0 for a free one; the controller gets a free one of its own
     */
    public static KafkaServer at(Path dataDir, int port, Path log) {
        return at(dataDir, port, 0, log);
    }

    /** As {@link #at(Path, int, Path)}, with a port for the controller. */
    public static KafkaServer at(Path dataDir, int port, int controllerPort, Path log) {
        return new KafkaServer(dataDir, Ports.orFree(port), Ports.orFree(controllerPort), log);
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + port();
    }

    @Override
    public List<Integer> ports() {
        return List.of(port(), controllerPort);
    }

    @Override
    ProcessBuilder prepare() throws IOException {
        Files.createDirectories(dataDir);
        Path config = dataDir.resolve("server.properties");
        try (var out = Files.newOutputStream(config)) {
            properties().store(out, null);
        }
        ProcessBuilder builder = new ProcessBuilder(
                        Java.launcher(),
                        "-Xms128m",
                        "-Xmx512m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-Dlogback.configurationFile=" + LOGBACK,
                        KafkaMain.class.getName(),
                        config.toString())
                .directory(dataDir.toFile());
        builder.environment().put("CLASSPATH", classPath());
        return builder;
    }

    @Override
    boolean answers() throws Exception {
        Map<String, Object> settings = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers(),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PROBE_LIMIT_MILLIS,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PROBE_LIMIT_MILLIS);
        if (Ports.isFree(port())) {
            return false; // spares the log the client's warnings about connections that are refused
        }
        try (Admin admin = Admin.create(settings)) {
            return !admin.describeCluster(new DescribeClusterOptions().timeoutMs(PROBE_LIMIT_MILLIS))
                    .nodes()
                    .get(PROBE_LIMIT_MILLIS, TimeUnit.MILLISECONDS)
                    .isEmpty();
        }
    }

    /** The one of this JVM, which has the broker on it. */
    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private Properties properties() {
        Properties properties = new Properties();
        properties.putAll(Map.of(
                "process.roles",
                "broker,controller",
                "node.id",
                "1",
                "controller.quorum.voters",
                "1@127.0.0.1:" + controllerPort,
                "controller.listener.names",
                "CONTROLLER",
                "listeners",
                "PLAINTEXT://127.0.0.1:" + port() + ",CONTROLLER://127.0.0.1:" + controllerPort,
                "advertised.listeners",
                "PLAINTEXT://127.0.0.1:" + port(),
                "log.dirs",
                dataDir.resolve("logs").toString()));
        properties.putAll(Map.of(
                "auto.create.topics.enable", "false",
                "offsets.topic.replication.factor", "1",
                "offsets.topic.num.partitions", "3",
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1",
                "transaction.state.log.num.partitions", "3",
                "share.coordinator.state.topic.replication.factor", "1",
                "share.coordinator.state.topic.min.isr", "1",
                "group.initial.rebalance.delay.ms", "0"));
        // Under the newer group protocol (KIP-848) the broker says when a silent consumer is given up: after 45 s, if
        // nobody says otherwise. Under the classic one the worker says so itself, with these 10 s.
        properties.putAll(Map.of(
                "group.consumer.session.timeout.ms", "10000",
                "group.consumer.min.session.timeout.ms", "10000"));
        return properties;
    }
}
