package coupon.api.admin;

import coupon.api.coupon.CouponSnapshot;
import coupon.api.coupon.CouponView;
import coupon.api.coupon.StoreCalls;
import coupon.api.http.PositiveId;
import coupon.api.problem.Problems;
import coupon.core.domain.Coupon;
import coupon.core.domain.CouponEdit;
import coupon.core.domain.CouponEdit.Edited;
import coupon.core.domain.CouponEdit.Refusal;
import coupon.core.store.CouponRepository;
import java.net.URI;
import java.security.Principal;
import java.time.Clock;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** Coupons, as operators make and change them. */
@RestController
@RequestMapping(path = "/api/admin/coupons", produces = MediaType.APPLICATION_JSON_VALUE)
final class AdminCouponController {
    private static final String MERGE_PATCH = "application/merge-patch+json";

    private final CouponRepository repository;
    private final CouponSnapshot snapshot;
    private final Clock clock;

    AdminCouponController(CouponRepository repository, CouponSnapshot snapshot, Clock clock) {
        this.repository = repository;
        this.snapshot = snapshot;
        this.clock = clock;
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<CouponView>> create(
            @RequestBody NewCoupon body, Principal operator, ServerHttpRequest request) {
        return StoreCalls.write(create(body.validated(), operator.getName()).doOnNext(snapshot::remember))
                .map(made -> created(made, request));
    }

    /** Optimistic: the edit says which version of the coupon it has seen. */
    @PatchMapping(
            path = "/{couponId}",
            consumes = {MediaType.APPLICATION_JSON_VALUE, MERGE_PATCH})
    Mono<ResponseEntity<CouponView>> edit(
            @PathVariable PositiveId couponId,
            @RequestBody ObjectNode body,
            Principal operator,
            ServerHttpRequest request) {
        CouponEdit edit = CouponPatch.read(body);
        Optional<IfMatch> seen = IfMatch.in(request.getHeaders().getOrEmpty(IfMatch.NAME));
        if (seen.isEmpty()) {
            throw EditProblems.versionRequired();
        }
        Mono<CouponEdit.Result> edited = repository
                .edit(couponId.value(), seen.get(), edit, operator.getName())
                .doOnNext(this::remember);
        return StoreCalls.write(edited)
                .map(this::edited)
                .switchIfEmpty(Mono.error(() -> Problems.unknownCoupon(couponId.value())));
    }

    private Mono<Coupon> create(NewCoupon.Valid coupon, String operator) {
        Long quantity = coupon.totalQuantity();
        return quantity == null
                ? repository.createWithCodes(coupon.name(), coupon.opensAt(), coupon.closesAt(), operator)
                : repository.create(coupon.name(), quantity, coupon.opensAt(), coupon.closesAt(), operator);
    }

    private void remember(CouponEdit.Result result) {
        if (result instanceof Edited edited) {
            snapshot.remember(edited.coupon());
        }
    }

    private ResponseEntity<CouponView> edited(CouponEdit.Result result) {
        if (result instanceof Refusal refusal) {
            throw EditProblems.of(refusal);
        }
        return CouponView.tagged(ResponseEntity.ok(), ((Edited) result).coupon(), clock.instant());
    }

    private ResponseEntity<CouponView> created(Coupon coupon, ServerHttpRequest request) {
        String base = request.getPath().contextPath().value();
        URI location = URI.create(base + "/api/coupons/" + coupon.couponId());
        return CouponView.tagged(ResponseEntity.created(location), coupon, clock.instant());
    }
}
