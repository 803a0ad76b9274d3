package coupon.local.server;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The API or a worker: a Spring Boot jar in a JVM of its own. It answers when its readiness says so. */
public final class AppServer extends JvmServer {
    private static final int PROBE_LIMIT_MILLIS = 2_000;

    private final Path jar;
    private final int managementPort;
    private final Map<String, String> environment;
    private volatile AppOptions options;

    /**
     * An application, not started yet.
     *
     * @param managementPort where its health is; may be {@code port}
     * @param environment its settings, for every start
     * @param options what is added to them, see {@link #setOptions}
     */
    public AppServer(
            String name,
            Path jar,
            int port,
            int managementPort,
            Path log,
            Map<String, String> environment,
            AppOptions options) {
        super(name, port, log);
        this.jar = jar.toAbsolutePath();
        this.managementPort = managementPort;
        this.environment = Map.copyOf(environment);
        this.options = options;
    }

    public int managementPort() {
        return managementPort;
    }

    /** Takes effect at the next start. */
    public void setOptions(AppOptions options) {
        this.options = options;
    }

    @Override
    public List<Integer> ports() {
        return Stream.of(port(), managementPort).distinct().toList();
    }

    @Override
    ProcessBuilder prepare() throws IOException {
        AppOptions added = options;
        Program program = Program.of(jar);
        String title = jar.getFileName().toString().replace(".jar", "");
        List<String> command = jvm(title, program.classPath());
        command.addAll(List.of("-Xmx256m", "-XX:+ExitOnOutOfMemoryError"));
        command.addAll(added.jvmArguments());
        command.addAll(program.command());
        ProcessBuilder builder = process(command);
        builder.environment().putAll(environment);
        builder.environment().putAll(added.environment());
        return builder;
    }

    @Override
    boolean answers() throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create("http://127.0.0.1:" + managementPort + "/actuator/health/readiness")
                        .toURL()
                        .openConnection();
        connection.setConnectTimeout(PROBE_LIMIT_MILLIS);
        connection.setReadTimeout(PROBE_LIMIT_MILLIS);
        try {
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } finally {
            connection.disconnect();
        }
    }

    @Override
    Duration startLimit() {
        return Duration.ofMinutes(3); // several JVMs start at once, maybe on two cores
    }
}
