package coupon.api.coupon;

import coupon.api.http.Page;
import coupon.api.http.PositiveId;
import coupon.api.http.WholeNumber;
import coupon.api.problem.Problems;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Coupons, read from the snapshot. */
@RestController
@RequestMapping(path = "/api/coupons", produces = MediaType.APPLICATION_JSON_VALUE)
final class CouponController {
    private final CouponSnapshot coupons;
    private final Clock clock;

    CouponController(CouponSnapshot coupons, Clock clock) {
        this.coupons = coupons;
        this.clock = clock;
    }

    @GetMapping
    Page<CouponView> list(
            @RequestParam(required = false) @Nullable WholeNumber page,
            @RequestParam(required = false) @Nullable WholeNumber size) {
        Instant now = clock.instant();
        return Page.of(coupons.all(), page, size, coupon -> CouponView.of(coupon, now));
    }

    @GetMapping("/{couponId}")
    Mono<ResponseEntity<CouponView>> get(@PathVariable PositiveId couponId) {
        return coupons.find(couponId.value())
                .map(coupon -> CouponView.tagged(ResponseEntity.ok(), coupon, clock.instant()))
                .switchIfEmpty(Mono.error(() -> Problems.unknownCoupon(couponId.value())));
    }
}
