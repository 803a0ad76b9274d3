package coupon.api.problem;

import java.net.URI;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** Whatever goes wrong in a call, wherever it does, is answered here. */
@Component
@Order(ProblemExceptionHandler.BEFORE_THE_FRAMEWORKS_OWN)
public final class ProblemExceptionHandler implements WebExceptionHandler {
    static final int BEFORE_THE_FRAMEWORKS_OWN = -2;

    private static final Logger log = LoggerFactory.getLogger(ProblemExceptionHandler.class);

    private final ObjectWriter writer;

    ProblemExceptionHandler(JsonMapper json) {
        this.writer = json.writerFor(ProblemDetail.class);
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
        if (exchange.getResponse().isCommitted()) {
            return Mono.error(failure);
        }
        ErrorResponseException answer = Diagnosis.of(failure);
        if (answer.getStatusCode() == HttpStatus.INTERNAL_SERVER_ERROR) {
            log.error("{} {} failed", exchange.getRequest().getMethod(), path(exchange), failure);
        }
        exchange.getResponse().getHeaders().putAll(answer.getHeaders());
        return write(exchange, answer.getBody());
    }

    /** Writes a problem as the answer, whatever the client said it accepts: it is better than none. */
    public Mono<Void> write(ServerWebExchange exchange, ProblemDetail problem) {
        ServerHttpResponse response = exchange.getResponse();
        response.setStatusCode(HttpStatusCode.valueOf(problem.getStatus()));
        HttpHeaders headers = response.getHeaders();
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        problem.setInstance(URI.create(path(exchange)));
        byte[] body = writer.writeValueAsBytes(problem);
        headers.setContentLength(body.length);
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
    }

    public static String path(ServerWebExchange exchange) {
        return exchange.getRequest().getPath().value();
    }
}
