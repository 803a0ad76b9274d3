package coupon.local.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One Kafka node, broker and controller in one (KRaft), in a JVM of its own; topics are only made on request. */
public final class KafkaServer extends JvmServer {
    /** Its length without itself, then key 18, version 0, a correlation id, no client id. */
    private static final byte[] API_VERSIONS_REQUEST = {0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 1, -1, -1};

    /**
     * Paths are relative to the data directory, where the broker runs.
     *
     * <p>A broker that was killed is let in again when its earlier life has timed out: after 9 s, if nobody says otherwise.
     *
     * <p>Under the newer group protocol (KIP-848) the broker says when a silent consumer is given up: after 45 s, if nobody
     * says otherwise. Under the classic one the worker says so itself, with these 10 s.
     */
    private static final String PROPERTIES = """
            process.roles=broker,controller
            node.id=1
            log.dirs=logs
            controller.quorum.voters=1@127.0.0.1:%2$s
            controller.listener.names=CONTROLLER
            listeners=PLAINTEXT://127.0.0.1:%1$s,CONTROLLER://127.0.0.1:%2$s
            advertised.listeners=PLAINTEXT://127.0.0.1:%1$s
            auto.create.topics.enable=false
            offsets.topic.replication.factor=1
            offsets.topic.num.partitions=3
            transaction.state.log.replication.factor=1
            transaction.state.log.min.isr=1
            transaction.state.log.num.partitions=3
            share.coordinator.state.topic.replication.factor=1
            share.coordinator.state.topic.min.isr=1
            broker.session.timeout.ms=4000
            broker.heartbeat.interval.ms=500
            group.initial.rebalance.delay.ms=0
            group.consumer.session.timeout.ms=10000
            group.consumer.min.session.timeout.ms=10000
            """;

    private final Path dataDir;

    /** A server, not started yet, that keeps its data in {@code dataDir}, made if missing; port 0 is any that is free. */
    public KafkaServer(Path dataDir, int port, int controllerPort, Path log) {
        super("kafka", log, port, controllerPort);
        this.dataDir = dataDir.toAbsolutePath();
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + port();
    }

    @Override
    ProcessBuilder prepare() throws IOException {
        Path config = Files.createDirectories(dataDir).resolve("server.properties");
        Files.writeString(config, PROPERTIES.formatted(port(), ports().get(1)));
        String classPath = System.getProperty("java.class.path");
        List<Path> entries = Program.classPath(classPath);
        AppOptions own = new AppOptions(
                List.of("-Xmx512m", "-Dlogback.configurationFile=coupon/local/server/kafka-logback.xml"),
                Map.of("CLASSPATH", classPath));
        List<String> program = List.of(KafkaMain.class.getName(), config.toString());
        return jvm(ClassArchive.of(entries.get(0), entries), own, program).directory(dataDir.toFile());
    }

    /** Asks with the smallest request of the protocol, which spares the asking JVM Kafka's client. */
    @Override
    boolean answers() throws IOException {
        return response(API_VERSIONS_REQUEST, Integer.BYTES).length == Integer.BYTES;
    }
}
