package coupon.api.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import coupon.api.coupon.CouponSnapshot;
import coupon.api.coupon.StoreCalls;
import coupon.api.http.PositiveId;
import coupon.api.problem.Problems;
import coupon.core.store.IssuedCouponRepository;
import coupon.core.store.Winner;
import java.util.List;
import java.util.function.BiConsumer;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
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
    Mono<Void> winners(@PathVariable PositiveId couponId, ServerWebExchange exchange) {
        boolean csv = quality(exchange, CSV) >= quality(exchange, NDJSON);
        ServerHttpResponse response = exchange.getResponse();
        return coupons.find(couponId.value())
                .switchIfEmpty(Mono.error(() -> Problems.unknownCoupon(couponId.value())))
                .flatMap(coupon -> {
                    String file = "coupon-" + couponId.value() + "-winners." + (csv ? "csv" : "ndjson");
                    HttpHeaders headers = response.getHeaders();
                    headers.setContentType(new MediaType(csv ? CSV : NDJSON, UTF_8));
                    headers.setContentDisposition(
                            ContentDisposition.attachment().filename(file).build());
                    return response.writeWith(body(coupon.couponId(), csv)
                            .map(page -> response.bufferFactory().wrap(page.getBytes(UTF_8))));
                });
    }

    private static double quality(ServerWebExchange exchange, MediaType type) {
        return exchange.getRequest().getHeaders().getAccept().stream()
                .filter(accepted -> accepted.includes(type))
                .mapToDouble(MediaType::getQualityValue)
                .max()
                .orElse(0);
    }

    private Flux<String> body(long couponId, boolean csv) {
        String header = csv ? WinnerRows.CSV_HEADER : "";
        return StoreCalls.firstOf(issued.winners(couponId))
                .buffer(ROWS_PER_BUFFER)
                .map(winners -> page(winners, csv ? rows::appendCsv : rows::appendJson))
                .switchOnFirst((first, all) -> first.isOnError() ? all : all.startWith(header))
                .filter(page -> !page.isEmpty());
    }

    private static String page(List<Winner> winners, BiConsumer<StringBuilder, Winner> row) {
        var page = new StringBuilder();
        winners.forEach(winner -> row.accept(page, winner));
        return page.toString();
    }
}
