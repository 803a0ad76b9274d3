package coupon.local.server;

import java.io.IOException;
import java.net.URI;
import java.net.URLConnection;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The API or a worker: a Spring Boot jar in a JVM of its own. It answers when its readiness says so. */
public final class AppServer extends JvmServer {
    private final Path jar;
    private final Map<String, String> environment;

    /** An application, not started yet. It serves on the first of the ports; its health is at the last. */
    public AppServer(String name, Path jar, Path log, Map<String, String> environment, int... ports) {
        super(name, log, ports);
        this.jar = jar.toAbsolutePath();
        this.environment = new HashMap<>(environment);
        this.environment.put("SERVER_PORT", Integer.toString(port()));
        if (managementPort() != port()) {
            this.environment.put("MANAGEMENT_SERVER_PORT", Integer.toString(managementPort()));
        }
    }

    public int managementPort() {
        return ports().get(ports().size() - 1);
    }

    @Override
    ProcessBuilder prepare() throws IOException {
        Program program = Program.of(jar);
        AppOptions own = new AppOptions(List.of("-Xmx256m", "-XX:+ExitOnOutOfMemoryError"), environment);
        return jvm(program.archive(), own, program.command());
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
