package coupon.api.issue;

import coupon.api.http.PositiveId;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Requests for a coupon that {@link IssueRoute} has not taken: with tokens, with traces, or with a malformed path. */
@RestController
final class IssueController {
    private final IssueHandler handler;

    IssueController(IssueHandler handler) {
        this.handler = handler;
    }

    @PostMapping("/api/coupons/{couponId}/issue")
    Mono<Void> issue(@PathVariable PositiveId couponId, ServerWebExchange exchange) {
        return handler.issue(couponId.value(), exchange);
    }
}
