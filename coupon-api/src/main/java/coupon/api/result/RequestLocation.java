package coupon.api.result;

import java.net.URI;
import java.util.UUID;

/** The path and URI of a request. */
public final class RequestLocation {
    private RequestLocation() {}

    public static String path(long couponId, UUID requestId) {
        return "/api/coupons/" + couponId + "/requests/" + requestId;
    }

    public static URI of(long couponId, UUID requestId) {
        return URI.create(path(couponId, requestId));
    }

    /** Until it is decided, only the ticket lets any instance find its position. */
    public static URI of(long couponId, UUID requestId, RequestTicket ticket) {
        return URI.create(path(couponId, requestId) + "?ticket=" + ticket.encode());
    }
}
