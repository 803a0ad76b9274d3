package coupon.api.coupon;

import coupon.api.http.Page;
import coupon.api.http.PositiveId;
import coupon.api.problem.Problems;
import coupon.api.security.Callers;
import coupon.core.domain.Coupon;
import coupon.core.domain.IssuedCoupon;
import coupon.core.store.IssuedCouponRepository;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Coupons, read from the snapshot, and those that a user has, from the database. */
@RestController
@RequestMapping(path = "/api", produces = MediaType.APPLICATION_JSON_VALUE)
final class CouponController {
    private final CouponSnapshot coupons;
    private final IssuedCouponRepository issued;
    private final Callers callers;
    private final Clock clock;

    CouponController(CouponSnapshot coupons, IssuedCouponRepository issued, Callers callers, Clock clock) {
        this.coupons = coupons;
        this.issued = issued;
        this.callers = callers;
        this.clock = clock;
    }

    @GetMapping("/coupons")
    Page<CouponView> list(ServerWebExchange exchange) {
        int number = Page.number(exchange);
        int max = Page.size(exchange);
        Instant now = clock.instant();
        List<Coupon> all = coupons.all();
        List<CouponView> items = all.stream()
                .skip((long) number * max)
                .limit(max)
                .map(coupon -> CouponView.of(coupon, now))
                .toList();
        return new Page<>(items, number, max, all.size());
    }

    @GetMapping("/coupons/{couponId}")
    Mono<ResponseEntity<CouponView>> get(@PathVariable PositiveId couponId) {
        return coupons.find(couponId.value())
                .map(coupon -> CouponView.tagged(ResponseEntity.ok(), coupon, clock.instant()))
                .switchIfEmpty(Mono.error(() -> Problems.unknownCoupon(couponId.value())));
    }

    /** Newest first. */
    @GetMapping("/users/{userId}/coupons")
    Mono<Page<IssuedCoupon>> ofUser(@PathVariable PositiveId userId, ServerWebExchange exchange) {
        int number = Page.number(exchange);
        int max = Page.size(exchange);
        return callers.user(userId, exchange)
                .flatMap(user -> StoreCalls.read(issued.count(user)
                        .flatMap(total -> issued.newest(user, (long) number * max, max)
                                .map(items -> new Page<>(items, number, max, total)))));
    }
}
