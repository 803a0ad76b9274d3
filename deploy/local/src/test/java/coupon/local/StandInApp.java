package coupon.local;

import com.sun.net.httpserver.HttpServer;
import coupon.local.server.MariaDbServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Stands in for the API and the workers: makes the tables it finds missing and says that it is ready. */
final class StandInApp {
    private static final String TABLE = """
            CREATE TABLE IF NOT EXISTS coupon (
                coupon_id BIGINT PRIMARY KEY, name VARCHAR(200), total_quantity BIGINT, stock BIGINT)
            """;
    private static final String TABLE_OF_CHANGES = """
            CREATE TABLE IF NOT EXISTS coupon_stock_change (
                coupon_id BIGINT, changed_by VARCHAR(200), quantity BIGINT, reason VARCHAR(200))
            """;

    private StandInApp() {}

    public static void main(String[] args) throws IOException, SQLException {
        System.out.println("queue " + System.getenv("APP_QUEUE_TYPE") + ", added " + System.getenv("ADDED") + ", "
                + System.getProperty("added"));
        if (System.getenv("REFUSE") != null) {
            System.out.println("I refuse");
            System.exit(3);
        }
        String url = System.getenv("SPRING_R2DBC_URL").replace("r2dbc:", "jdbc:");
        try (Connection connection = DriverManager.getConnection(url, MariaDbServer.USER, MariaDbServer.PASSWORD);
                Statement statement = connection.createStatement()) {
            statement.execute(TABLE_OF_CHANGES);
            statement.execute(TABLE);
        }
        String port = System.getenv().getOrDefault("MANAGEMENT_SERVER_PORT", System.getenv("SERVER_PORT"));
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port)), 0);
        server.createContext("/actuator/health/readiness", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    /** Puts itself where the jars of the applications are expected. */
    static void installIn(Path home) throws IOException {
        for (String app : List.of("coupon-api", "coupon-worker")) {
            Path target = Files.createDirectories(home.resolve(app).resolve("target"));
            writeJar(target.resolve(app + ".jar"));
        }
    }

    private static void writeJar(Path jar) throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(Attributes.Name.MAIN_CLASS, StandInApp.class.getName());
        attributes.put(
                Attributes.Name.CLASS_PATH,
                Stream.of(System.getProperty("java.class.path").split(":"))
                        .map(entry -> Path.of(entry).toUri().toString())
                        .collect(Collectors.joining(" ")));
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    }
}
