package coupon.verification.audit;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueStatus;
import coupon.core.domain.QueuePosition;
import coupon.verification.guarantee.Decision;
import coupon.verification.guarantee.Evidence;
import coupon.verification.guarantee.Evidence.Held;
import coupon.verification.guarantee.Evidence.WithoutOutcome;
import coupon.verification.guarantee.StockChange;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * The database as it is at one moment: stock, holdings and request store agree with each other, whatever is decided meanwhile.
 * Reads only, locks nothing, and holds one row at a time.
 *
 * <p>Every method throws a {@link org.springframework.dao.DataAccessException} if the database does not answer, or does
 * not let in.
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

    private final long couponId;
    private final Evidence evidence;
    private final SingleConnectionDataSource connection;
    private final JdbcTemplate database;
    private Instant couponCreatedAt = Instant.MIN;

    /** @param evidence takes the rows that are read */
    DatabaseSnapshot(AuditSettings settings, long couponId, Evidence evidence) {
        this.couponId = couponId;
        this.evidence = evidence;
        var properties = new Properties();
        properties.setProperty("connectTimeout", String.valueOf(CONNECT_MAX.toMillis()));
        properties.setProperty("socketTimeout", String.valueOf(SILENCE_MAX.toMillis()));
        connection = new SingleConnectionDataSource(settings.jdbcUrl(), true);
        connection.setUsername(settings.username());
        connection.setPassword(settings.password());
        connection.setConnectionProperties(properties);
        database = new JdbcTemplate(connection);
        database.setFetchSize(Integer.MIN_VALUE); // the driver's sign for: row by row, as they come
    }

    /** From now on nothing changes. Reads the coupon, if there is one. */
    void begin() {
        database.execute("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ");
        database.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT");
        database.query(
                "SELECT name, total_quantity, stock, " + micros("opens_at") + ", " + micros("closes_at")
                        + ", paused, version, last_number, code_count, " + micros("created_at")
                        + " FROM coupon WHERE coupon_id = " + couponId,
                row -> {
                    evidence.coupon(new Coupon(
                            couponId,
                            row.getString(1),
                            row.getLong(2),
                            row.getLong(3),
                            nullableMoment(row, 4),
                            nullableMoment(row, 5),
                            row.getBoolean(6),
                            row.getLong(7),
                            row.getLong(8),
                            row.getObject(9, Long.class)));
                    couponCreatedAt = Decision.moment(row.getLong(10));
                });
    }

    Instant couponCreatedAt() {
        return couponCreatedAt;
    }

    /** All of the coupon's rows, and those of other coupons for events of this one that have none. */
    void read() {
        readResults();
        readResultsOfOthers();
        database.query(
                "SELECT user_id, " + micros("issued_at") + " FROM user_coupon WHERE coupon_id = " + couponId, row -> {
                    evidence.holdings.add(new Held(couponId, row.getLong(1), row.getLong(2)));
                });
        database.query(
                "SELECT " + micros("changed_at") + ", changed_by, quantity, reason FROM coupon_stock_change"
                        + " WHERE coupon_id = " + couponId + " ORDER BY changed_at, change_id",
                row -> {
                    evidence.stockChanges.add(new StockChange(
                            Decision.moment(row.getLong(1)), row.getString(2), row.getLong(3), row.getString(4)));
                });
    }

    static String rowsOf(long couponId) {
        return STORED + "coupon_id = " + couponId;
    }

    private void readResults() {
        database.query(rowsOf(couponId), row -> {
            CouponIssueStatus outcome = OUTCOMES.get(row.getString(4));
            if (outcome == null) {
                var position = new QueuePosition(row.getInt(7), row.getLong(8));
                evidence.withoutOutcome.add(new WithoutOutcome(position, uuid(row), row.getString(4)));
            } else {
                evidence.stored.add(decision(row, outcome));
            }
        });
    }

    private void readResultsOfOthers() {
        List<UUID> ids = List.copyOf(evidence.idsWithoutRow());
        for (int from = 0; from < ids.size(); from += LOOKED_UP_AT_ONCE) {
            String some = ids.subList(from, Math.min(ids.size(), from + LOOKED_UP_AT_ONCE)).stream()
                    .map(id -> "x'" + id.toString().replace("-", "") + "'")
                    .collect(joining(","));
            database.query(STORED + "event_id IN (" + some + ")", row -> {
                CouponIssueStatus outcome = OUTCOMES.get(row.getString(4));
                if (outcome != null && row.getLong(2) != couponId) {
                    Decision other = decision(row, outcome);
                    evidence.storedForOthers.put(other.eventId(), other);
                }
            });
        }
    }

    @Override
    public void close() {
        connection.destroy();
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
                row.getObject(9, Long.class));
    }

    private static UUID uuid(ResultSet row) throws SQLException {
        ByteBuffer id = ByteBuffer.wrap(row.getBytes(1));
        return new UUID(id.getLong(), id.getLong());
    }

    private static @Nullable Instant nullableMoment(ResultSet row, int column) throws SQLException {
        Long micros = row.getObject(column, Long.class);
        return micros == null ? null : Decision.moment(micros);
    }

    /** A DATETIME as a number, so that no time zone of session, driver or machine has a say. */
    private static String micros(String column) {
        return "TIMESTAMPDIFF(MICROSECOND, '1970-01-01', " + column + ")";
    }
}
