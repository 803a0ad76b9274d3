package coupon.core.testing;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueResult;
import coupon.core.store.r2dbc.StoreConfiguration;
import coupon.core.testing.TestRows.RowReader;
import coupon.local.server.MariaDbServer;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.flywaydb.core.Flyway;

/**
 * A database of one test's own.
 *
 * @param r2dbcUrl without credentials
 * @param jdbcUrl without credentials
 */
public record TestDatabase(String r2dbcUrl, String jdbcUrl, String username, String password) {
    /** Makes a database with a name of its own and the product's tables in it. */
    public static TestDatabase create(MariaDbServer server) {
        return createOn(of(server));
    }

    /** The database that a server is made with, as the applications use it. */
    public static TestDatabase of(MariaDbServer server) {
        return of(server, MariaDbServer.USER, MariaDbServer.PASSWORD);
    }

    public static TestDatabase of(MariaDbServer server, String username, String password) {
        return new TestDatabase(
                server.r2dbcUrl(MariaDbServer.DATABASE), server.jdbcUrl(MariaDbServer.DATABASE), username, password);
    }

    /** The same, beside another database of the server. */
    static TestDatabase createOn(TestDatabase beside) {
        String name = "test_" + UUID.randomUUID().toString().replace("-", "");
        beside.execute("CREATE DATABASE " + name);
        var database = new TestDatabase(
                withName(beside.r2dbcUrl, name), withName(beside.jdbcUrl, name), beside.username, beside.password);
        database.migrate();
        return database;
    }

    /** The same database behind a network that can be made bad, and that understands what it carries: nothing is encrypted. */
    public TestDatabase through(FaultProxy proxy) {
        return new TestDatabase(
                withPort(r2dbcUrl, proxy.port()) + "?sslMode=disabled",
                withPort(jdbcUrl, proxy.port()),
                username,
                password);
    }

    public int port() {
        return URI.create(jdbcUrl.substring("jdbc:".length())).getPort();
    }

    private static String withName(String url, String name) {
        return url.replaceFirst("/[^/?]+$", "/" + name);
    }

    private static String withPort(String url, int port) {
        return url.replaceFirst(":\\d+/", ":" + port + "/");
    }

    public void migrate() {
        Flyway.configure().dataSource(jdbcUrl, username, password).load().migrate();
    }

    /** Unpooled connections with the product's options. */
    public ConnectionFactory connections() {
        ConnectionFactoryOptions.Builder options = ConnectionFactoryOptions.parse(r2dbcUrl)
                .mutate()
                .option(ConnectionFactoryOptions.USER, username)
                .option(ConnectionFactoryOptions.PASSWORD, password);
        StoreConfiguration.apply(options);
        return ConnectionFactories.get(options.build());
    }

    /** As an operator would, beside the product; returns the number of rows changed. */
    public int execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(sql, failed);
        }
    }

    /** The first column of each row, as numbers. */
    public List<Long> numbers(String sql) {
        return query(sql, row -> row.getLong(1));
    }

    public Coupon coupon(long couponId) {
        return query("SELECT * FROM coupon WHERE coupon_id = " + couponId, TestRows::coupon)
                .get(0);
    }

    /** The ledger's rows of one coupon. */
    public List<CouponIssueResult> results(long couponId) {
        return query("SELECT * FROM coupon_issue_request WHERE coupon_id = " + couponId, TestRows::result);
    }

    /** The row of one event, which must have one. */
    public CouponIssueResult result(UUID eventId) {
        String id = eventId.toString().replace("-", "");
        return query("SELECT * FROM coupon_issue_request WHERE event_id = x'" + id + "'", TestRows::result).stream()
                .findFirst()
                .orElseThrow(() -> new AssertionError(eventId + " has no outcome"));
    }

    private <T> List<T> query(String sql, RowReader<T> reader) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<T> values = new ArrayList<>();
            while (rows.next()) {
                values.add(reader.read(rows));
            }
            return values;
        } catch (SQLException failed) {
            throw new IllegalStateException(sql, failed);
        }
    }

    public long number(String sql) {
        return numbers(sql).get(0);
    }

    public void insertCoupon(long couponId, long stock) {
        execute("INSERT INTO coupon (coupon_id, name, total_quantity, stock) VALUES (" + couponId + ", 'coupon "
                + couponId + "', " + stock + ", " + stock + ")");
    }

    /** The caller closes it. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl, username, password);
    }

    /** An operator's transaction that has the coupon's row, until it ends; the caller closes it. */
    public Connection lockCoupon(long couponId) throws SQLException {
        Connection operator = connect();
        operator.setAutoCommit(false);
        try (Statement statement = operator.createStatement()) {
            statement.executeQuery("SELECT stock FROM coupon WHERE coupon_id = " + couponId + " FOR UPDATE");
        }
        return operator;
    }
}
