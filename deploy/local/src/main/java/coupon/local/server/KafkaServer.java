package coupon.local.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** One Kafka node, broker and controller in one (KRaft), in a JVM of its own; topics are only made on request. */
public final class KafkaServer extends JvmServer {
    private static final int PROBE_LIMIT_MILLIS = 2_000;
    /** Its length without itself, then key 18, version 0, a correlation id, no client id. */
    private static final byte[] API_VERSIONS_REQUEST = {0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 1, -1, -1};

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
        ClassPath classPath = ClassPath.of(System.getProperty("java.class.path"));
        List<String> command = jvm(name(), classPath);
        command.addAll(List.of(
                "-Xmx512m", "-Dlogback.configurationFile=" + LOGBACK, KafkaMain.class.getName(), config.toString()));
        ProcessBuilder builder = process(command).directory(dataDir.toFile());
        builder.environment().put("CLASSPATH", classPath.toString());
        return builder;
    }

    /** Asks with the smallest request of the protocol, which spares the asking JVM Kafka's client. */
    @Override
    boolean answers() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.setSoTimeout(PROBE_LIMIT_MILLIS);
            socket.getOutputStream().write(API_VERSIONS_REQUEST);
            return socket.getInputStream().readNBytes(Integer.BYTES).length == Integer.BYTES;
        }
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
