package coupon.local.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MariaDbServerIT extends ServerProcessContract<MariaDbServer> {
    @Override
    MariaDbServer server(Path dataDir, int port, Path log) {
        return new MariaDbServer(dataDir, port, log);
    }

    @Override
    void write(MariaDbServer server, String text) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE OR REPLACE TABLE kept (text VARCHAR(50) NOT NULL)");
            statement.execute("INSERT INTO kept VALUES ('" + text + "')");
        }
    }

    @Override
    String read(MariaDbServer server) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                server.jdbcUrl("e_commerce_db") + "?socketTimeout=2000", "application", "application")) {
            return ask(connection, "SELECT text FROM kept");
        }
    }

    @ParameterizedTest
    @CsvSource({"root,''", "root,wrong", "application,''", "application,wrong", "'',''", "stranger,''"})
    void refuses_a_client_without_the_password(String user, String password) {
        assertThatThrownBy(() -> DriverManager.getConnection(server.jdbcUrl("e_commerce_db"), user, password))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("Access denied");
    }

    @Test
    void has_the_users_it_names() throws SQLException {
        try (Connection root = DriverManager.getConnection(server.jdbcUrl("mysql"), "root", "root")) {
            assertThat(ask(root, "SELECT GROUP_CONCAT(User ORDER BY User) FROM global_priv"))
                    .isEqualTo("application,mariadb.sys,root");
        }
        try (Connection application = server.connect();
                Statement statement = application.createStatement()) {
            statement.execute("CREATE DATABASE of_a_test");
            statement.execute("CREATE TABLE of_a_test.t (id INT PRIMARY KEY)");
            assertThatCode(() -> statement.execute("DROP DATABASE of_a_test")).doesNotThrowAnyException();
            assertThatThrownBy(() -> statement.execute("SET GLOBAL read_only = 1"))
                    .isInstanceOf(SQLException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "innodb_flush_log_at_trx_commit,1",
        "character_set_database,utf8mb4",
        "time_zone,+00:00",
        "max_connections,500",
        "bind_address,127.0.0.1"
    })
    void is_set_up_for_the_truth(String variable, String value) throws SQLException {
        try (Connection connection = server.connect()) {
            assertThat(ask(connection, "SELECT @@" + variable)).isEqualTo(value);
        }
    }

    private static String ask(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            assertThat(result.next()).isTrue();
            return result.getString(1);
        }
    }
}
