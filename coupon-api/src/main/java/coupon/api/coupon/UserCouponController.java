package coupon.api.coupon;

import coupon.api.http.Page;
import coupon.api.http.PositiveId;
import coupon.api.http.WholeNumber;
import coupon.api.security.Callers;
import coupon.core.domain.IssuedCoupon;
import coupon.core.store.IssuedCouponRepository;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** The coupons that a user has, newest first, from the database. */
@RestController
final class UserCouponController {
    private final IssuedCouponRepository issued;
    private final Callers callers;

    UserCouponController(IssuedCouponRepository issued, Callers callers) {
        this.issued = issued;
        this.callers = callers;
    }

    @GetMapping(path = "/api/users/{userId}/coupons", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<Page<IssuedCoupon>> list(
            @PathVariable PositiveId userId,
            @RequestParam(required = false) @Nullable WholeNumber page,
            @RequestParam(required = false) @Nullable WholeNumber size,
            ServerWebExchange exchange) {
        int number = Page.checkNumber(page);
        int max = Page.checkSize(size);
        return callers.user(userId, exchange)
                .flatMap(user -> StoreCalls.read(issued.count(user)
                        .flatMap(total -> issued.newest(user, (long) number * max, max)
                                .collectList()
                                .map(items -> new Page<>(items, number, max, total)))));
    }
}
