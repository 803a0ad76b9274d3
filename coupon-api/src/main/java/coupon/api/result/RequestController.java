package coupon.api.result;

import coupon.api.http.PositiveId;
import coupon.api.http.RequestIds;
import coupon.api.problem.Problem;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Requests, asked for by their location. */
@RestController
final class RequestController {
    private final RequestService requests;

    RequestController(RequestService requests) {
        this.requests = requests;
    }

    @GetMapping(path = "/api/coupons/{couponId}/requests/{requestId}", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<?>> get(
            @PathVariable PositiveId couponId,
            @PathVariable String requestId,
            @RequestParam(required = false) @Nullable String ticket) {
        UUID id = RequestIds.parse(requestId);
        return requests.find(couponId.value(), id, Optional.ofNullable(ticket).map(RequestTicket::parse))
                .<ResponseEntity<?>>map(ResponseEntity::ok)
                .switchIfEmpty(Mono.fromSupplier(() -> notFound(couponId, id)));
    }

    private static ResponseEntity<?> notFound(PositiveId couponId, UUID requestId) {
        Problem problem = Problem.of(
                HttpStatus.NOT_FOUND,
                "There is no such request, or it is not decided and its ticket is missing.",
                RequestLocation.path(couponId.value(), requestId));
        return ResponseEntity.status(HttpStatus.NOT_FOUND)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }
}
