package coupon.api.security;

import coupon.api.problem.ProblemAnswer;
import coupon.api.problem.Problems;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedException;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedHandler;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Requests that try tricks with their path or their headers, and are not even looked at. */
final class RejectedRequests implements ServerExchangeRejectedHandler {
    private final ProblemAnswer answer;

    RejectedRequests(ProblemAnswer answer) {
        this.answer = answer;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, ServerExchangeRejectedException rejected) {
        return answer.write(
                exchange, Problems.of(HttpStatus.BAD_REQUEST, "The path or a header is malformed."), HttpHeaders.EMPTY);
    }
}
