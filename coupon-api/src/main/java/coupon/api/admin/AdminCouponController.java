package coupon.api.admin;

import coupon.api.coupon.CouponSnapshot;
import coupon.api.coupon.CouponView;
import coupon.core.domain.Coupon;
import coupon.core.store.CouponRepository;
import java.net.URI;
import java.time.Clock;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Coupons, as operators make them. */
@RestController
@RequestMapping(path = "/api/admin/coupons", produces = MediaType.APPLICATION_JSON_VALUE)
final class AdminCouponController {
    private final CouponRepository repository;
    private final CouponSnapshot snapshot;
    private final Clock clock;

    AdminCouponController(CouponRepository repository, CouponSnapshot snapshot, Clock clock) {
        this.repository = repository;
        this.snapshot = snapshot;
        this.clock = clock;
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<CouponView>> create(@RequestBody NewCoupon body) {
        NewCoupon.Valid coupon = body.validated();
        return repository
                .create(coupon.name(), coupon.totalQuantity(), coupon.opensAt(), coupon.closesAt())
                .doOnNext(snapshot::remember)
                .map(this::created);
    }

    private ResponseEntity<CouponView> created(Coupon coupon) {
        return ResponseEntity.created(URI.create("/api/coupons/" + coupon.couponId()))
                .eTag(CouponView.etag(coupon))
                .body(CouponView.of(coupon, clock.instant()));
    }
}
