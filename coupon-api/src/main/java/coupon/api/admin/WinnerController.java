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
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.http.ContentDisposition;
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
    private static final String PATH = "/api/admin/coupons/{couponId}/winners";
    private static final String CSV = "text/csv";
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
            path = PATH,
            produces = {CSV, MediaType.APPLICATION_NDJSON_VALUE})
    Mono<Void> winners(@PathVariable PositiveId couponId, ServerWebExchange exchange) {
        return quality(exchange, MediaType.APPLICATION_NDJSON) > quality(exchange, MediaType.valueOf(CSV))
                ? write(couponId.value(), exchange, MediaType.APPLICATION_NDJSON_VALUE, "ndjson", "", rows::appendJson)
                : write(couponId.value(), exchange, CSV, "csv", WinnerRows.CSV_HEADER, rows::appendCsv);
    }

    private static double quality(ServerWebExchange exchange, MediaType type) {
        return exchange.getRequest().getHeaders().getAccept().stream()
                .filter(accepted -> accepted.includes(type))
                .mapToDouble(MediaType::getQualityValue)
                .max()
                .orElse(0);
    }

    private Mono<Void> write(
            long couponId,
            ServerWebExchange exchange,
            String type,
            String extension,
            String header,
            BiConsumer<StringBuilder, Winner> row) {
        ServerHttpResponse response = exchange.getResponse();
        return coupons.find(couponId)
                .switchIfEmpty(Mono.error(() -> Problems.unknownCoupon(couponId)))
                .flatMap(coupon -> {
                    response.getHeaders().setContentType(MediaType.parseMediaType(type + ";charset=UTF-8"));
                    response.getHeaders()
                            .setContentDisposition(ContentDisposition.attachment()
                                    .filename("coupon-" + couponId + "-winners." + extension)
                                    .build());
                    return response.writeWith(body(couponId, header, row, response.bufferFactory()));
                });
    }

    private Flux<DataBuffer> body(
            long couponId, String header, BiConsumer<StringBuilder, Winner> row, DataBufferFactory buffers) {
        Flux<String> pages = StoreCalls.firstOf(issued.winners(couponId))
                .buffer(ROWS_PER_BUFFER)
                .map(winners -> page(winners, row))
                .switchOnFirst((first, all) -> first.isOnError() ? all : all.startWith(header));
        return pages.filter(page -> !page.isEmpty()).map(page -> buffers.wrap(page.getBytes(UTF_8)));
    }

    private static String page(List<Winner> winners, BiConsumer<StringBuilder, Winner> row) {
        var page = new StringBuilder();
        winners.forEach(winner -> row.accept(page, winner));
        return page.toString();
    }
}
