package coupon.api.admin;

import coupon.api.coupon.CouponSnapshot;
import coupon.api.coupon.StoreCalls;
import coupon.api.http.PositiveId;
import coupon.api.problem.Problems;
import coupon.api.problem.Problems.FieldError;
import coupon.core.store.CouponCodes;
import coupon.core.store.CouponCodes.Added;
import coupon.core.store.CouponCodes.Refused;
import coupon.core.store.CouponCodes.TooMany;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.util.StringUtils;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Codes, as operators import them: streamed into one transaction, all or none. */
@RestController
final class CodeController {
    private static final Duration STALLED_MAX = Duration.ofSeconds(10);
    private static final Duration STALL_CHECK_INTERVAL = Duration.ofSeconds(1);

    private final CouponCodes codes;
    private final CouponSnapshot snapshot;

    CodeController(CouponCodes codes, CouponSnapshot snapshot) {
        this.codes = codes;
        this.snapshot = snapshot;
    }

    /** Answers when the next request through this instance sees the codes; they are committed, whether or not it can. */
    @PostMapping(
            path = "/api/admin/coupons/{couponId}/codes",
            consumes = {"text/csv", MediaType.TEXT_PLAIN_VALUE},
            produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<Added> add(
            @PathVariable PositiveId couponId,
            @RequestBody(required = false) Flux<DataBuffer> body,
            Principal operator) {
        return StoreCalls.written(unlessStalled(
                        CodeLines.of(body), lines -> codes.add(couponId.value(), lines, operator.getName())))
                .switchIfEmpty(Mono.error(() -> Problems.unknownCoupon(couponId.value())))
                .map(CodeController::added)
                .delayUntil(added -> snapshot.nextRead().onErrorComplete());
    }

    /**
     * An import takes as long as its body does, and its caller is let go when it makes no progress. An import that is left
     * alone never takes the end of an abandoned body for the end of the codes.
     */
    private static <T> Mono<T> unlessStalled(Flux<String> lines, Function<Flux<String>, Mono<T>> importing) {
        return Mono.defer(() -> {
            var progressNanos = new AtomicLong(System.nanoTime());
            var abandoned = new AtomicBoolean();
            Flux<String> watched = lines.doOnNext(line -> progressNanos.set(System.nanoTime()))
                    .concatWith(Mono.defer(() -> abandoned.get() ? Mono.error(new TimeoutException()) : Mono.empty()));
            Flux<Long> stalled = Flux.interval(STALL_CHECK_INTERVAL)
                    .filter(tick -> System.nanoTime() - progressNanos.get() > STALLED_MAX.toNanos());
            return importing.apply(watched).timeout(stalled).doFinally(end -> abandoned.set(true));
        });
    }

    private static Added added(CouponCodes.Import result) {
        if (result instanceof Added added) {
            return added;
        }
        if (result instanceof Refused refused) {
            throw refused(refused);
        }
        throw Problems.exception(
                HttpStatus.CONFLICT,
                result instanceof TooMany
                        ? "The coupon would have too many codes; nothing was added."
                        : "The coupon was created without codes; nothing was added.");
    }

    private static ErrorResponseException refused(Refused refused) {
        String reason = switch (refused.reason()) {
            case MALFORMED -> "is not 1 to 64 visible ASCII characters without comma and quote";
            case REPEATED -> "repeats a code of this coupon";
        };
        String line = "line " + refused.line();
        return Problems.invalidFields(
                StringUtils.capitalize(line) + " " + reason + "; nothing was added.",
                List.of(new FieldError(line, reason)));
    }
}
