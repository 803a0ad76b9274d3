package coupon.core.testing;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.CouponIssueStatus;
import coupon.core.domain.QueuePosition;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows as an operator's tool sees them: read by another driver than the product's. */
final class TestRows {
    private TestRows() {}

    static Coupon coupon(ResultSet row) throws SQLException {
        return new Coupon(
                row.getLong("coupon_id"),
                row.getString("name"),
                row.getLong("total_quantity"),
                row.getLong("stock"),
                instant(row, "opens_at"),
                instant(row, "closes_at"),
                row.getBoolean("paused"),
                row.getLong("version"),
                row.getLong("last_number"),
                row.getObject("code_count", Long.class));
    }

    static CouponIssueResult result(ResultSet row) throws SQLException {
        ByteBuffer id = ByteBuffer.wrap(row.getBytes("event_id"));
        return new CouponIssueResult(
                new UUID(id.getLong(), id.getLong()),
                row.getLong("user_id"),
                row.getLong("coupon_id"),
                CouponIssueStatus.valueOf(row.getString("outcome")),
                row.getObject("requested_at", LocalDateTime.class).toInstant(ZoneOffset.UTC),
                row.getObject("decided_at", LocalDateTime.class).toInstant(ZoneOffset.UTC),
                new QueuePosition(row.getInt("source_partition"), row.getLong("source_offset")),
                row.getObject("number", Long.class));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        LocalDateTime utc = row.getObject(column, LocalDateTime.class);
        return utc == null ? null : utc.toInstant(ZoneOffset.UTC);
    }
}
