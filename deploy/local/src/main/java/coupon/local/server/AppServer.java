package coupon.local.server;

import java.io.IOException;
import java.net.URI;
import java.net.URLConnection;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The API or a worker: a Spring Boot jar in a JVM of its own. It answers when its readiness says so. */
public final class AppServer extends JvmServer {
    private final Path jar;
    private final Map<String, String> environment;

    private volatile AppOptions options = AppOptions.NONE;

    /** An application, not started yet; its health is at {@code managementPort}, which may be {@code port}. */
    public AppServer(String name, Path jar, int port, int managementPort, Path log, Map<String, String> environment) {
        super(name, log, port, managementPort);
        this.jar = jar.toAbsolutePath();
        this.environment = Map.copyOf(environment);
    }

    public int managementPort() {
        return ports().get(1);
    }

    /** What is added to its settings, from the next start. */
    public void setOptions(AppOptions options) {
        this.options = options;
    }

    @Override
    ProcessBuilder prepare() throws IOException {
        AppOptions added = options;
        Program program = Program.of(jar);
        List<String> command = jvm(program.archive());
        command.addAll(List.of("-Xmx256m", "-XX:+ExitOnOutOfMemoryError"));
        command.addAll(added.jvmArguments());
        command.addAll(program.command());
        ProcessBuilder builder = Launcher.process(command);
        builder.environment().putAll(environment);
        builder.environment().putAll(added.environment());
        return builder;
    }

    @Override
    boolean answers() throws IOException {
        URI readiness = URI.create("http://127.0.0.1:" + managementPort() + "/actuator/health/readiness");
        URLConnection connection = readiness.toURL().openConnection();
        connection.setConnectTimeout(PROBE_MAX_MILLIS);
        connection.setReadTimeout(PROBE_MAX_MILLIS);
        connection.getInputStream().close(); // throws unless the status says that it is ready
        return true;
    }
}
