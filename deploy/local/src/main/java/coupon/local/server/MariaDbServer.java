package coupon.local.server;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A MariaDB server as close to production as one machine allows: accounts with passwords, every commit on disk before
 * it is acknowledged, UTC, {@code utf8mb4}.
 *
 * <p>Its accounts are {@value #USER} (every right in every database, none over the server) and {@value #ROOT}; database
 * {@value #DATABASE} exists.
 */
public final class MariaDbServer extends ServerProcess {
    public static final String DATABASE = "e_commerce_db";
    public static final String USER = "application";
    public static final String PASSWORD = "application";
    public static final String ROOT = "root";
    public static final String ROOT_PASSWORD = "root";

    private final MariaDbInstallation installation;

    private MariaDbServer(Path dataDir, int port, Path log) {
        super("mariadb", port, log);
        this.installation = new MariaDbInstallation(dataDir.toAbsolutePath(), log().toAbsolutePath());
    }

    /**
     * A server, not started yet.
     *
     * @param dataDir made if missing
     * @param port 0 for a free one
     */
    public static MariaDbServer at(Path dataDir, int port, Path log) {
        return new MariaDbServer(dataDir, Ports.orFree(port), log);
    }

    /** For the MySQL Connector/J. */
    public String jdbcUrl(String database) {
        return "jdbc:mysql://127.0.0.1:" + port() + "/" + database;
    }

    /** For the R2DBC driver of MySQL. */
    public String r2dbcUrl(String database) {
        return "r2dbc:mysql://127.0.0.1:" + port() + "/" + database;
    }

    /** A connection as {@value #USER} to {@value #DATABASE}; the caller closes it. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl(DATABASE) + "?connectTimeout=2000", USER, PASSWORD);
    }

    @Override
    ProcessBuilder prepare() throws IOException {
        installation.installIfMissing();
        List<String> command = new ArrayList<>(installation.command());
        command.addAll(List.of(
                "--port=" + port(),
                "--bind-address=127.0.0.1",
                "--socket=",
                "--skip-ssl", // it would make a key at every start, which takes up to 15 seconds
                "--max-connections=500",
                "--max-allowed-packet=64M",
                "--default-time-zone=+00:00",
                "--innodb-buffer-pool-size=256M",
                "--innodb-flush-log-at-trx-commit=1"));
        return installation.process(command);
    }

    @Override
    boolean answers() throws SQLException {
        try (Connection connection = connect()) {
            return connection.isValid(2);
        }
    }
}
