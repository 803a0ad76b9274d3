package coupon.api.issue;

import coupon.api.http.PositiveId;
import coupon.api.issue.IssueAnswer.Decided;
import coupon.api.issue.IssueAnswer.Queued;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Where a request for a coupon enters. */
@RestController
final class CouponIssueController {
    private static final String PREFERENCE_APPLIED = "Preference-Applied";

    private final CouponIssueService service;

    CouponIssueController(CouponIssueService service) {
        this.service = service;
    }

    @PostMapping(path = "/api/coupons/{couponId}/issue", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<?>> issue(
            @PathVariable PositiveId couponId,
            @RequestParam PositiveId userId,
            @RequestHeader HttpHeaders headers,
            ServerHttpResponse response) {
        Optional<WaitPreference> wait = WaitPreference.in(headers.getOrEmpty(PreferHeader.NAME));
        return service.issue(couponId.value(), userId.value(), wait)
                .doOnNext(answer -> wait.filter(preference -> hasWaited(answer))
                        .ifPresent(applied -> response.getHeaders().set(PREFERENCE_APPLIED, applied.applied())))
                .map(IssueResponses::of);
    }

    private static boolean hasWaited(IssueAnswer answer) {
        return answer instanceof Queued || answer instanceof Decided;
    }
}
