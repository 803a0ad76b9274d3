package coupon.core.testing;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueResult;
import coupon.core.store.r2dbc.StoreConfiguration;
import coupon.local.server.MariaDbServer;
import io.asyncer.r2dbc.mysql.MySqlConnectionFactoryProvider;
import io.asyncer.r2dbc.mysql.constant.SslMode;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A database of one test's own. */
public record TestDatabase(String host, int port, String name, String username, String password) {
    /** Makes a database with a name of its own and the product's tables in it. */
    public static TestDatabase create(MariaDbServer server) {
        return of(server).another();
    }

    /** The database that a server is made with, as the applications use it. */
    public static TestDatabase of(MariaDbServer server) {
        return of(server, MariaDbServer.USER, MariaDbServer.PASSWORD);
    }

    public static TestDatabase of(MariaDbServer server, String username, String password) {
        return new TestDatabase("127.0.0.1", server.port(), MariaDbServer.DATABASE, username, password);
    }

    /** Another one of this server, with the product's tables. */
    TestDatabase another() {
        String unique = "test_" + UUID.randomUUID().toString().replace("-", "");
        execute("CREATE DATABASE " + unique);
        var another = new TestDatabase(host, port, unique, username, password);
        another.migrate();
        return another;
    }

    /** Without credentials. */
    public String r2dbcUrl() {
        return "r2dbc:mysql://" + host + ":" + port + "/" + name;
    }

    /** Without credentials. */
    public String jdbcUrl() {
        return "jdbc:mysql://" + host + ":" + port + "/" + name;
    }

    public void migrate() {
        Flyway.configure().dataSource(jdbcUrl(), username, password).load().migrate();
    }

    /** Unpooled connections with the product's options. */
    public ConnectionFactory connections() {
        return ConnectionFactories.get(options().build());
    }

    /** The same over a network that can be made bad, and that understands what it carries: nothing is encrypted. */
    public ConnectionFactory connections(FaultProxy network) {
        return ConnectionFactories.get(options()
                .option(ConnectionFactoryOptions.PORT, network.port())
                .option(MySqlConnectionFactoryProvider.SSL_MODE, SslMode.DISABLED)
                .build());
    }

    private ConnectionFactoryOptions.Builder options() {
        ConnectionFactoryOptions.Builder options = ConnectionFactoryOptions.parse(r2dbcUrl())
                .mutate()
                .option(ConnectionFactoryOptions.USER, username)
                .option(ConnectionFactoryOptions.PASSWORD, password);
        StoreConfiguration.applyTo(options);
        return options;
    }

    /** As an operator would, beside the product; returns the number of rows changed. */
    public int execute(String sql) {
        return jdbc().update(sql);
    }

    public long number(String sql) {
        return numbers(sql).get(0);
    }

    /** The first column of each row, as numbers. */
    public List<Long> numbers(String sql) {
        return jdbc().query(sql, (row, index) -> row.getLong(1));
    }

    public Coupon coupon(long couponId) {
        return jdbc().query("SELECT * FROM coupon WHERE coupon_id = " + couponId, (row, index) -> TestRows.coupon(row))
                .get(0);
    }

    /** The rows of the request store for one coupon. */
    public List<CouponIssueResult> results(long couponId) {
        return resultsWhere("coupon_id = " + couponId);
    }

    /** The row of one event, which must have one. */
    public CouponIssueResult result(UUID eventId) {
        return resultsWhere("event_id = x'" + eventId.toString().replace("-", "") + "'").stream()
                .findFirst()
                .orElseThrow(() -> new AssertionError(eventId + " has no outcome"));
    }

    private List<CouponIssueResult> resultsWhere(String condition) {
        return jdbc().query(
                        "SELECT * FROM coupon_issue_request WHERE " + condition, (row, index) -> TestRows.result(row));
    }

    private JdbcTemplate jdbc() {
        return new JdbcTemplate(new DriverManagerDataSource(jdbcUrl(), username, password));
    }

    public void insertCoupon(long couponId, long stock) {
        execute("INSERT INTO coupon (coupon_id, name, total_quantity, stock) VALUES (" + couponId + ", 'coupon "
                + couponId + "', " + stock + ", " + stock + ")");
    }

    /** The caller closes it. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl(), username, password);
    }

    /** An operator's transaction that has executed this, and holds what it has locked until it ends; the caller closes it. */
    public Connection transaction(String sql) throws SQLException {
        Connection operator = connect();
        operator.setAutoCommit(false);
        try (Statement statement = operator.createStatement()) {
            statement.execute(sql);
        }
        return operator;
    }

    /** An operator's transaction that has the coupon's row. */
    public Connection lockCoupon(long couponId) throws SQLException {
        return transaction("SELECT stock FROM coupon WHERE coupon_id = " + couponId + " FOR UPDATE");
    }

    /** How many transactions that decide a batch wait for a coupon that another one has locked. */
    public long waitingDeciders() {
        return number("SELECT COUNT(*) FROM information_schema.processlist WHERE db = DATABASE()"
                + " AND info LIKE 'SELECT coupon_id%FOR UPDATE'");
    }
}
