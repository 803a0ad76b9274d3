package coupon.api.issue;

import coupon.api.http.PositiveId;
import coupon.api.issue.IssueAnswer.Decided;
import coupon.api.issue.IssueAnswer.Queued;
import coupon.api.security.Callers;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Where a request for a coupon enters. */
@RestController
final class CouponIssueController {
    private static final String PREFERENCE_APPLIED = "Preference-Applied";

    private final CouponIssueService service;
    private final UserRates rates;
    private final Callers callers;

    CouponIssueController(CouponIssueService service, UserRates rates, Callers callers) {
        this.service = service;
        this.rates = rates;
        this.callers = callers;
    }

    @PostMapping(path = "/api/coupons/{couponId}/issue", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<?>> issue(
            @PathVariable PositiveId couponId,
            @RequestParam(required = false) @Nullable PositiveId userId,
            ServerWebExchange exchange) {
        return callers.user(userId, exchange).flatMap(user -> issue(couponId.value(), user, exchange));
    }

    private Mono<ResponseEntity<?>> issue(long couponId, long userId, ServerWebExchange exchange) {
        if (!rates.admit(userId)) {
            return Mono.just(IssueResponses.tooOften(couponId));
        }
        var call = IssueCall.of(couponId, userId, exchange.getRequest().getHeaders());
        return service.issue(call)
                .doOnNext(answer -> call.preference()
                        .filter(preference -> hasWaited(answer))
                        .ifPresent(applied ->
                                exchange.getResponse().getHeaders().set(PREFERENCE_APPLIED, applied.applied())))
                .map(IssueResponses::of);
    }

    private static boolean hasWaited(IssueAnswer answer) {
        return answer instanceof Queued || answer instanceof Decided;
    }
}
