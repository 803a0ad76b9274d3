package coupon.api.security;

import coupon.api.problem.ProblemAnswer;
import coupon.api.problem.Problems;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.server.ServerAuthenticationEntryPoint;
import org.springframework.security.web.server.authorization.ServerAccessDeniedHandler;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** 401 and 403 as problems; they do not say why, which would help an attacker. */
final class SecurityProblems implements ServerAuthenticationEntryPoint, ServerAccessDeniedHandler {
    private final ProblemAnswer answer;
    private final String needed;
    private final List<String> challenges;

    /**
     * @param needed the challenge to a client that is not authenticated
     * @param challenges the ways in which he may make himself known
     */
    SecurityProblems(ProblemAnswer answer, String needed, String... challenges) {
        this.answer = answer;
        this.needed = needed;
        this.challenges = List.of(challenges);
    }

    @Override
    public Mono<Void> commence(ServerWebExchange exchange, AuthenticationException failure) {
        HttpHeaders headers = new HttpHeaders();
        headers.addAll(HttpHeaders.WWW_AUTHENTICATE, challenges);
        return write(exchange, HttpStatus.UNAUTHORIZED, needed, headers);
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, AccessDeniedException failure) {
        return write(exchange, HttpStatus.FORBIDDEN, "These credentials do not allow this.", HttpHeaders.EMPTY);
    }

    private Mono<Void> write(ServerWebExchange exchange, HttpStatus status, String detail, HttpHeaders headers) {
        return answer.write(exchange, Problems.of(status, detail), headers);
    }
}
