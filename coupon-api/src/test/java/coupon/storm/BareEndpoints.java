package coupon.storm;

import coupon.api.problem.Problem;
import coupon.api.problem.ProblemType;
import coupon.api.result.RequestView;
import coupon.core.domain.CouponIssueStatus;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Answers of the same form and size, without looking at anything. */
@RestController
class BareEndpoints {
    private static final UUID ID = UUID.fromString("01a2088b-7c2e-77ad-a21f-c20eb9fcad51");
    private static final Problem SOLD_OUT = Problem.of(
                    HttpStatus.CONFLICT, "Nothing of this coupon is left.", "/api/coupons/1/issue")
            .ofType(ProblemType.OUT_OF_STOCK)
            .about(ID, CouponIssueStatus.OUT_OF_STOCK);
    private static final RequestView QUEUED =
            RequestView.queued(ID, 1, 500_000_000, Instant.ofEpochMilli(1_795_000_000_123L), OptionalLong.of(123_456));

    @PostMapping(path = "/bare/refused/{couponId}/issue", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<?>> refused(@PathVariable long couponId, @RequestParam long userId) {
        return Mono.just(ResponseEntity.status(HttpStatus.CONFLICT)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(SOLD_OUT));
    }

    @PostMapping(path = "/bare/accepted/{couponId}/issue", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<?>> accepted(@PathVariable long couponId, @RequestParam long userId) {
        return Mono.just(ResponseEntity.accepted()
                .header("Location", "/api/coupons/1/requests/01a2088b-7c2e-77ad-a21f-c20eb9fcad51?ticket=0-2n9c-8ap4xs")
                .body(QUEUED));
    }
}
