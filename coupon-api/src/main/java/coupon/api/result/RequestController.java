package coupon.api.result;

import coupon.api.http.PositiveId;
import coupon.api.http.RequestIds;
import coupon.api.problem.Problems;
import coupon.api.security.Callers;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Requests at their location. */
@RestController
final class RequestController {
    private final RequestService requests;
    private final RequestStreams streams;
    private final Callers callers;

    RequestController(RequestService requests, RequestStreams streams, Callers callers) {
        this.requests = requests;
        this.streams = streams;
        this.callers = callers;
    }

    @GetMapping(path = "/api/coupons/{couponId}/requests/{requestId}", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<?>> get(
            @PathVariable PositiveId couponId,
            @PathVariable String requestId,
            @RequestParam(required = false) @Nullable String ticket,
            ServerWebExchange exchange) {
        UUID id = RequestIds.parse(requestId);
        Optional<RequestTicket> bearer = Optional.ofNullable(ticket).map(RequestTicket::parse);
        return callers.onlyUser(exchange)
                .flatMap(only -> requests.find(couponId.value(), id, bearer).filter(request -> isFor(only, request)))
                .<ResponseEntity<?>>map(ResponseEntity::ok)
                .switchIfEmpty(Mono.error(RequestController::unknown));
    }

    /** Its position as it falls, then its outcome. Proxies are asked not to buffer the events. */
    @GetMapping(path = "/api/coupons/{couponId}/requests/{requestId}", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<ServerSentEvent<RequestView>> watch(
            @PathVariable PositiveId couponId,
            @PathVariable String requestId,
            @RequestParam(required = false) @Nullable String ticket,
            ServerWebExchange exchange) {
        exchange.getResponse().getHeaders().set("X-Accel-Buffering", "no");
        UUID id = RequestIds.parse(requestId);
        Optional<RequestTicket> bearer = Optional.ofNullable(ticket).map(RequestTicket::parse);
        return callers.onlyUser(exchange)
                .flatMapMany(only -> streams.open(couponId.value(), id, bearer, request -> isFor(only, request)));
    }

    /** Another user's request looks like one that does not exist. */
    private static boolean isFor(OptionalLong only, RequestView request) {
        return only.isEmpty() || only.getAsLong() == request.userId();
    }

    static ErrorResponseException unknown() {
        return Problems.exception(
                HttpStatus.NOT_FOUND,
                "No such request, or it is not decided yet and the ticket of its location is missing.");
    }
}
