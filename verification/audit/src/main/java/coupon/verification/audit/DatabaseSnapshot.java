package coupon.verification.audit;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The database as it is at one moment: stock, holdings and request store agree with each other, whatever is decided meanwhile.
 * Reads only, locks nothing, and holds one row at a time.
 */
final class DatabaseSnapshot implements AutoCloseable {
    private static final Duration CONNECT_MAX = Duration.ofSeconds(3);

    /** The rows of a large coupon come at once; a server that is busy, or reads from a slow disk, is given time. */
    private static final Duration SILENCE_MAX = Duration.ofMinutes(1);

    private static final String STORED =
            "SELECT event_id, coupon_id, user_id, outcome, " + micros("requested_at") + ", " + micros("decided_at")
                    + ", source_partition, source_offset, number FROM coupon_issue_request WHERE ";

    private final Connection connection;

    private DatabaseSnapshot(Connection connection) {
        this.connection = connection;
    }

    /** @throws CannotAuditException if the database does not answer, or does not let in */
    static DatabaseSnapshot open(AuditSettings settings) {
        var properties = new Properties();
        properties.setProperty("connectTimeout", String.valueOf(CONNECT_MAX.toMillis()));
        properties.setProperty("socketTimeout", String.valueOf(SILENCE_MAX.toMillis()));
        if (settings.username() != null) {
            properties.setProperty("user", settings.username());
        }
        if (settings.password() != null) {
            properties.setProperty("password", settings.password());
        }
        try {
            Connection connection = DriverManager.getConnection(settings.jdbcUrl(), properties);
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ");
                statement.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT");
            }
            return new DatabaseSnapshot(connection);
        } catch (SQLException unreachable) {
            throw new CannotAuditException("cannot read the database at " + settings.jdbcUrl(), unreachable);
        }
    }

    /** Null if there is no such coupon. */
    @Nullable
    CouponRow coupon(long couponId) {
        var found = new CouponRow[1];
        query(
                "SELECT name, total_quantity, stock, " + micros("opens_at") + ", " + micros("closes_at")
                        + ", paused, version, " + micros("created_at")
                        + ", last_number, code_count FROM coupon WHERE coupon_id = " + couponId,
                row -> found[0] = new CouponRow(
                        couponId,
                        row.getString(1),
                        row.getLong(2),
                        row.getLong(3),
                        nullableLong(row, 4),
                        nullableLong(row, 5),
                        row.getBoolean(6),
                        row.getLong(7),
                        row.getLong(8),
                        row.getLong(9),
                        nullableLong(row, 10)));
        return found[0];
    }

    /** In the order in which they were made. */
    List<StockChange> stockChanges(long couponId) {
        List<StockChange> changes = new ArrayList<>();
        query(
                "SELECT " + micros("changed_at") + ", changed_by, quantity, reason FROM coupon_stock_change"
                        + " WHERE coupon_id = " + couponId + " ORDER BY changed_at, change_id",
                row -> changes.add(
                        new StockChange(row.getLong(1), row.getString(2), row.getLong(3), row.getString(4))));
        return changes;
    }

    static String rowsOf(long couponId) {
        return STORED + "coupon_id = " + couponId;
    }

    void forEachRow(long couponId, Consumer<StoredRow> action) {
        query(rowsOf(couponId), row -> action.accept(storedRow(row)));
    }

    /** Looks for events whatever their coupon; for a few hundred at a time. */
    void forEachRowOf(List<UUID> eventIds, Consumer<StoredRow> action) {
        String ids = String.join(
                ",",
                eventIds.stream()
                        .map(id -> "x'" + id.toString().replace("-", "") + "'")
                        .toList());
        query(STORED + "event_id IN (" + ids + ")", row -> action.accept(storedRow(row)));
    }

    /** Takes user and time of issue, in microseconds since the epoch. */
    void forEachHolding(long couponId, LongBiConsumer action) {
        query(
                "SELECT user_id, " + micros("issued_at") + " FROM user_coupon WHERE coupon_id = " + couponId,
                row -> action.accept(row.getLong(1), row.getLong(2)));
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException nothingWasChanged) {
            // Closing ends the snapshot, and so does a broken connection.
        }
    }

    private void query(String sql, RowHandler handler) {
        try (PreparedStatement statement =
                connection.prepareStatement(sql, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
            statement.setFetchSize(Integer.MIN_VALUE); // the driver's sign for: row by row, as they come
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    handler.accept(rows);
                }
            }
        } catch (SQLException failed) {
            throw new CannotAuditException("cannot read the database", failed);
        }
    }

    private static StoredRow storedRow(ResultSet row) throws SQLException {
        ByteBuffer id = ByteBuffer.wrap(row.getBytes(1));
        return new StoredRow(
                new UUID(id.getLong(), id.getLong()),
                row.getLong(2),
                row.getLong(3),
                row.getString(4),
                row.getLong(5),
                row.getLong(6),
                row.getInt(7),
                row.getLong(8),
                nullableLong(row, 9));
    }

    private static @Nullable Long nullableLong(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    /** A DATETIME as a number, so that no time zone of session, driver or machine has a say. */
    private static String micros(String column) {
        return "TIMESTAMPDIFF(MICROSECOND, '1970-01-01', " + column + ")";
    }

    @FunctionalInterface
    interface LongBiConsumer {
        void accept(long user, long issuedAtMicros);
    }

    @FunctionalInterface
    private interface RowHandler {
        void accept(ResultSet row) throws SQLException;
    }
}
