package coupon.core.store.r2dbc;

import static java.util.Objects.requireNonNull;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.CouponIssueStatus;
import coupon.core.domain.Holding;
import coupon.core.domain.IssuedCoupon;
import coupon.core.domain.QueuePosition;
import coupon.core.store.OperatorActionLog.OperatorAction;
import coupon.core.store.Winner;
import io.r2dbc.spi.Readable;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** From rows to the domain's values. */
final class Rows {
    private Rows() {}

    static Coupon coupon(Readable row) {
        return new Coupon(
                number(row, "coupon_id"),
                required(row, "name", String.class),
                number(row, "total_quantity"),
                number(row, "stock"),
                instant(row, "opens_at"),
                instant(row, "closes_at"),
                required(row, "paused", Boolean.class),
                number(row, "version"),
                number(row, "last_number"),
                row.get("code_count", Long.class));
    }

    static CouponIssueResult result(Readable row) {
        return new CouponIssueResult(
                uuid(required(row, "event_id", byte[].class)),
                number(row, "user_id"),
                number(row, "coupon_id"),
                CouponIssueStatus.valueOf(required(row, "outcome", String.class)),
                requireNonNull(instant(row, "requested_at")),
                requireNonNull(instant(row, "decided_at")),
                new QueuePosition((int) number(row, "source_partition"), number(row, "source_offset")),
                row.get("number", Long.class));
    }

    static Holding holding(Readable row) {
        return new Holding(number(row, "coupon_id"), number(row, "user_id"));
    }

    static IssuedCoupon issuedCoupon(Readable row) {
        return new IssuedCoupon(
                number(row, "coupon_id"),
                number(row, "user_id"),
                required(row, "status", String.class),
                requireNonNull(instant(row, "issued_at")),
                row.get("number", Long.class),
                row.get("code", String.class));
    }

    static Winner winner(Readable row) {
        byte[] eventId = row.get("event_id", byte[].class);
        return new Winner(
                number(row, "number"),
                number(row, "user_id"),
                eventId == null ? null : uuid(eventId),
                requireNonNull(instant(row, "issued_at")),
                row.get("code", String.class));
    }

    static OperatorAction operatorAction(Readable row) {
        return new OperatorAction(
                requireNonNull(instant(row, "acted_at")),
                required(row, "operator", String.class),
                required(row, "action", String.class),
                row.get("status", Integer.class));
    }

    static byte[] bytes(UUID id) {
        return ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    private static UUID uuid(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new UUID(buffer.getLong(), buffer.getLong());
    }

    static long number(Readable row, String column) {
        return required(row, column, Long.class);
    }

    private static <T> T required(Readable row, String column, Class<T> type) {
        return requireNonNull(row.get(column, type), column);
    }

    private static @Nullable Instant instant(Readable row, String column) {
        LocalDateTime utc = row.get(column, LocalDateTime.class);
        return utc == null ? null : utc.toInstant(ZoneOffset.UTC);
    }
}
