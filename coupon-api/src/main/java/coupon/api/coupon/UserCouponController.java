package coupon.api.coupon;

import coupon.api.http.Page;
import coupon.api.http.PositiveId;
import coupon.core.domain.IssuedCoupon;
import coupon.core.store.IssuedCouponRepository;
import java.time.Duration;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The coupons that a user has, newest first, from the database. */
@RestController
final class UserCouponController {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final IssuedCouponRepository issued;

    UserCouponController(IssuedCouponRepository issued) {
        this.issued = issued;
    }

    @GetMapping(path = "/api/users/{userId}/coupons", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<Page<IssuedCoupon>> list(
            @PathVariable PositiveId userId,
            @RequestParam(defaultValue = Page.DEFAULT_PAGE) int page,
            @RequestParam(defaultValue = Page.DEFAULT_SIZE) int size) {
        Page.check(page, size);
        return issued.count(userId.value())
                .flatMap(total -> issued.newest(userId.value(), (long) page * size, size)
                        .collectList()
                        .map(items -> new Page<>(items, page, size, total)))
                .timeout(PATIENCE, Mono.error(() -> new QueryTimeoutException("the database does not answer")));
    }
}
