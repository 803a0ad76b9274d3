package coupon.api.result;

import java.net.URI;
import java.util.UUID;

/** Where a request can be asked for. */
public final class RequestLocation {
    private RequestLocation() {}

    public static String path(long couponId, UUID requestId) {
        return "/api/coupons/" + couponId + "/requests/" + requestId;
    }

    public static URI of(long couponId, UUID requestId) {
        return URI.create(path(couponId, requestId));
    }

    /** Until it is decided, nobody but the bearer of its ticket can tell where a request stands. */
    public static URI of(long couponId, UUID requestId, RequestTicket ticket) {
        return URI.create(path(couponId, requestId) + "?ticket=" + ticket.encode());
    }
}
