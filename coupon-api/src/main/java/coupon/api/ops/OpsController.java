package coupon.api.ops;

import coupon.api.problem.Problems;
import coupon.api.security.Operators;
import java.security.Principal;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What the page asks for beyond the documented API. */
@RestController
final class OpsController {
    private final OpsStream stream;
    private final Rehearsals rehearsals;
    private final Audits audits;

    OpsController(OpsStream stream, Rehearsals rehearsals, Audits audits) {
        this.stream = stream;
        this.rehearsals = rehearsals;
        this.audits = audits;
    }

    @GetMapping(path = "/ops/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Mono<Void> stream(Authentication operator, ServerHttpResponse response) {
        Flux<byte[]> events = stream.open(Operators.mayAct(operator) ? "admin" : "viewer");
        response.getHeaders().setContentType(MediaType.TEXT_EVENT_STREAM);
        return response.writeAndFlushWith(
                events.map(event -> Mono.just(response.bufferFactory().wrap(event))));
    }

    @PostMapping(path = "/ops/rehearsals", consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<Map<String, Long>>> rehearse(@RequestBody Rehearsals.Plan plan, Principal operator) {
        if (!rehearsals.areAllowed()) {
            throw Problems.exception(HttpStatus.NOT_FOUND, "Rehearsals run in the profiles local and dev only.");
        }
        return rehearsals
                .start(plan, operator.getName())
                .map(coupon -> ResponseEntity.accepted().body(Map.of("couponId", coupon.couponId())))
                .switchIfEmpty(
                        Mono.error(() -> Problems.exception(HttpStatus.CONFLICT, "A rehearsal is running already.")));
    }

    @PostMapping("/ops/coupons/{couponId}/audit")
    Mono<Audits.Report> audit(@PathVariable long couponId) {
        return audits.run(couponId)
                .switchIfEmpty(
                        Mono.error(() -> Problems.exception(HttpStatus.CONFLICT, "An audit is running already.")));
    }
}
