package coupon.verification.audit;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueStatus;
import coupon.core.domain.Holding;
import coupon.core.domain.QueuePosition;
import coupon.verification.guarantee.Decision;
import coupon.verification.guarantee.Evidence;
import coupon.verification.guarantee.StockChange;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
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

    private static final int LOOKED_UP_AT_ONCE = 500;

    private static final Map<String, CouponIssueStatus> OUTCOMES =
            Arrays.stream(CouponIssueStatus.values()).collect(toMap(Enum::name, outcome -> outcome));

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

    /** Null if there is no such coupon; takes it as evidence, and when it was created. */
    @Nullable
    Coupon coupon(long couponId, Evidence evidence) {
        var found = new Coupon[1];
        query(
                "SELECT name, total_quantity, stock, " + micros("opens_at") + ", " + micros("closes_at")
                        + ", paused, version, last_number, code_count, " + micros("created_at")
                        + " FROM coupon WHERE coupon_id = " + couponId,
                row -> {
                    found[0] = new Coupon(
                            couponId,
                            row.getString(1),
                            row.getLong(2),
                            row.getLong(3),
                            nullableMoment(row, 4),
                            nullableMoment(row, 5),
                            row.getBoolean(6),
                            row.getLong(7),
                            row.getLong(8),
                            nullableLong(row, 9));
                    evidence.coupon(found[0]).created(Decision.moment(row.getLong(10)));
                });
        return found[0];
    }

    /** In the order in which they were made. */
    List<StockChange> stockChanges(long couponId) {
        List<StockChange> changes = new ArrayList<>();
        query(
                "SELECT " + micros("changed_at") + ", changed_by, quantity, reason FROM coupon_stock_change"
                        + " WHERE coupon_id = " + couponId + " ORDER BY changed_at, change_id",
                row -> changes.add(new StockChange(
                        Decision.moment(row.getLong(1)), row.getString(2), row.getLong(3), row.getString(4))));
        return changes;
    }

    static String rowsOf(long couponId) {
        return STORED + "coupon_id = " + couponId;
    }

    /** Takes the coupon's rows of the request store as evidence, and returns how many there are of each outcome. */
    Map<CouponIssueStatus, Long> results(long couponId, Evidence evidence) {
        Map<CouponIssueStatus, Long> byOutcome = new EnumMap<>(CouponIssueStatus.class);
        query(rowsOf(couponId), row -> {
            CouponIssueStatus outcome = OUTCOMES.get(row.getString(4));
            if (outcome == null) {
                var position = new QueuePosition(row.getInt(7), row.getLong(8));
                evidence.storedWithoutOutcome(position, uuid(row), row.getString(4));
            } else {
                byOutcome.merge(outcome, 1L, Long::sum);
                evidence.stored(decision(row, outcome));
            }
        });
        return byOutcome;
    }

    /** Looks for rows of other coupons for events of this one that have none. */
    void resultsOfOthers(long couponId, Evidence evidence) {
        List<UUID> ids = List.copyOf(evidence.idsWithoutRow());
        for (int from = 0; from < ids.size(); from += LOOKED_UP_AT_ONCE) {
            String some = ids.subList(from, Math.min(ids.size(), from + LOOKED_UP_AT_ONCE)).stream()
                    .map(id -> "x'" + id.toString().replace("-", "") + "'")
                    .collect(joining(","));
            query(STORED + "event_id IN (" + some + ")", row -> {
                CouponIssueStatus outcome = OUTCOMES.get(row.getString(4));
                if (outcome != null && row.getLong(2) != couponId) {
                    evidence.storedForAnotherCoupon(decision(row, outcome));
                }
            });
        }
    }

    /** Takes the coupon's holdings as evidence, and returns how many there are. */
    long holdings(long couponId, Evidence evidence) {
        var count = new AtomicLong();
        query("SELECT user_id, " + micros("issued_at") + " FROM user_coupon WHERE coupon_id = " + couponId, row -> {
            evidence.holding(new Holding(couponId, row.getLong(1)), Decision.moment(row.getLong(2)));
            count.incrementAndGet();
        });
        return count.get();
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

    private static Decision decision(ResultSet row, CouponIssueStatus outcome) throws SQLException {
        return new Decision(
                uuid(row),
                row.getLong(2),
                row.getLong(3),
                outcome,
                row.getLong(5),
                row.getLong(6),
                row.getInt(7),
                row.getLong(8),
                nullableLong(row, 9));
    }

    private static UUID uuid(ResultSet row) throws SQLException {
        ByteBuffer id = ByteBuffer.wrap(row.getBytes(1));
        return new UUID(id.getLong(), id.getLong());
    }

    private static @Nullable Instant nullableMoment(ResultSet row, int column) throws SQLException {
        Long micros = nullableLong(row, column);
        return micros == null ? null : Decision.moment(micros);
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
    private interface RowHandler {
        void accept(ResultSet row) throws SQLException;
    }
}
