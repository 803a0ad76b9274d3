package coupon.api.coupon;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponState;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;

/** A coupon as clients see it. */
public record CouponView(
        long couponId,
        String name,
        long totalQuantity,
        long stock,
        long issued,
        @Nullable Instant opensAt,
        @Nullable Instant closesAt,
        boolean paused,
        CouponState state) {
    public static CouponView of(Coupon coupon, Instant now) {
        return new CouponView(
                coupon.couponId(),
                coupon.name(),
                coupon.totalQuantity(),
                coupon.stock(),
                coupon.issued(),
                coupon.opensAt(),
                coupon.closesAt(),
                coupon.paused(),
                coupon.stateAt(now));
    }

    /** The version that operators edit, for If-Match: it does not change with each issue. */
    public static String etag(Coupon coupon) {
        return "\"" + coupon.version() + "\"";
    }

    /**
     * The coupon with the tag of this representation: the version, then a hash of all that is shown. The version alone
     * would answer 304 to a client whose stock is old. The same on every instance.
     */
    public static ResponseEntity<CouponView> tagged(ResponseEntity.BodyBuilder response, Coupon coupon, Instant now) {
        CouponView view = of(coupon, now);
        byte[] shown = view.toString().getBytes(StandardCharsets.UTF_8);
        long hash = UUID.nameUUIDFromBytes(shown).getMostSignificantBits();
        String tag = "\"" + coupon.version() + "-" + HexFormat.of().toHexDigits(hash) + "\"";
        return response.eTag(tag).body(view);
    }
}
