package coupon.api.admin;

import coupon.api.coupon.CouponSnapshot;
import coupon.api.coupon.CouponView;
import coupon.api.coupon.StoreCalls;
import coupon.api.http.PositiveId;
import coupon.api.problem.ProblemType;
import coupon.api.problem.Problems;
import coupon.core.domain.Coupon;
import coupon.core.domain.CouponEdit;
import coupon.core.domain.CouponEdit.Edited;
import coupon.core.domain.CouponEdit.Refusal;
import coupon.core.store.CouponRepository;
import java.net.URI;
import java.security.Principal;
import java.time.Clock;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
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
        String coupons = request.getPath().contextPath().value() + "/api/coupons/";
        return StoreCalls.write(body.createIn(repository, operator.getName()).doOnNext(snapshot::remember))
                .map(made -> CouponView.tagged(
                        ResponseEntity.created(URI.create(coupons + made.couponId())), made, clock.instant()));
    }

    /** Optimistic: the edit says which version of the coupon it has seen. */
    @PatchMapping(
            path = "/{couponId}",
            consumes = {MediaType.APPLICATION_JSON_VALUE, MERGE_PATCH})
    Mono<ResponseEntity<CouponView>> edit(
            @PathVariable PositiveId couponId,
            @RequestBody ObjectNode body,
            Principal operator,
            @RequestHeader HttpHeaders headers) {
        CouponEdit edit = CouponPatch.read(body);
        IfMatch seen = IfMatch.in(headers);
        Mono<Coupon> edited = repository
                .edit(couponId.value(), seen, edit, operator.getName())
                .map(AdminCouponController::edited)
                .doOnNext(snapshot::remember);
        return StoreCalls.write(edited)
                .map(coupon -> CouponView.tagged(ResponseEntity.ok(), coupon, clock.instant()))
                .switchIfEmpty(Mono.error(() -> Problems.unknownCoupon(couponId.value())));
    }

    private static Coupon edited(CouponEdit.Result result) {
        if (result instanceof Refusal refusal) {
            throw refused(refusal);
        }
        return ((Edited) result).coupon();
    }

    private static ErrorResponseException refused(Refusal refusal) {
        return switch (refusal) {
            case STALE ->
                ProblemType.EDITED_MEANWHILE.exception(
                        "The coupon was changed since this version; nothing was changed.");
            case STOCK_NEEDS_CODES ->
                ProblemType.STOCK_TOO_LOW.exception(
                        "The stock of this coupon is its codes: import more of them; nothing was changed.");
            case STOCK_BELOW_ZERO ->
                ProblemType.STOCK_TOO_LOW.exception("Insufficient stock: it never falls below 0; nothing was changed.");
            case STOCK_TOO_LARGE ->
                ProblemType.INVALID_FIELDS.exception(
                        HttpStatus.CONFLICT,
                        "A coupon has at most " + CouponEdit.QUANTITY_MAX + " pieces; nothing was changed.");
            case CLOSES_BEFORE_IT_OPENS ->
                ProblemType.INVALID_FIELDS.exception(
                        HttpStatus.UNPROCESSABLE_CONTENT, "closesAt must be later than opensAt; nothing was changed.");
        };
    }
}
