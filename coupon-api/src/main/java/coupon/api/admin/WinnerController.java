package coupon.api.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import coupon.api.coupon.CouponSnapshot;
import coupon.api.coupon.StoreCalls;
import coupon.api.http.PositiveId;
import coupon.api.problem.Problems;
import coupon.core.store.IssuedCouponRepository;
import coupon.core.store.Winner;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** The winners of a coupon in the order of their numbers, streamed: a million of them take no more memory than a page. */
@RestController
final class WinnerController {
    private static final MediaType CSV = MediaType.valueOf("text/csv");
    private static final MediaType NDJSON = MediaType.APPLICATION_NDJSON;
    private static final int ROWS_PER_BUFFER = 500;

    private final IssuedCouponRepository issued;
    private final CouponSnapshot coupons;
    private final WinnerRows rows;

    WinnerController(IssuedCouponRepository issued, CouponSnapshot coupons, JsonMapper json) {
        this.issued = issued;
        this.coupons = coupons;
        this.rows = new WinnerRows(json);
    }

    /** As CSV for a client to which both are the same, such as a browser that follows a link. */
    @GetMapping(
            path = "/api/admin/coupons/{couponId}/winners",
            produces = {"text/csv", MediaType.APPLICATION_NDJSON_VALUE})
    Mono<ResponseEntity<Flux<String>>> winners(@PathVariable PositiveId couponId, @RequestHeader HttpHeaders headers) {
        boolean csv = quality(headers, CSV) >= quality(headers, NDJSON);
        String file = "coupon-" + couponId.value() + "-winners." + (csv ? "csv" : "ndjson");
        return coupons.find(couponId.value())
                .switchIfEmpty(Mono.error(() -> Problems.unknownCoupon(couponId.value())))
                .map(coupon -> ResponseEntity.ok()
                        .contentType(new MediaType(csv ? CSV : NDJSON, UTF_8))
                        .headers(it -> it.setContentDisposition(
                                ContentDisposition.attachment().filename(file).build()))
                        .body(csv ? csv(coupon.couponId()) : pages(coupon.couponId(), rows::json)));
    }

    private static double quality(HttpHeaders headers, MediaType type) {
        return headers.getAccept().stream()
                .filter(accepted -> accepted.includes(type))
                .mapToDouble(MediaType::getQualityValue)
                .max()
                .orElse(0);
    }

    private Flux<String> csv(long couponId) {
        return pages(couponId, rows::csv)
                .switchOnFirst((first, all) -> first.isOnError() ? all : all.startWith(WinnerRows.CSV_HEADER));
    }

    private Flux<String> pages(long couponId, Function<Winner, String> row) {
        return StoreCalls.firstOf(issued.winners(couponId))
                .buffer(ROWS_PER_BUFFER)
                .map(winners -> winners.stream().map(row).collect(Collectors.joining()));
    }
}
