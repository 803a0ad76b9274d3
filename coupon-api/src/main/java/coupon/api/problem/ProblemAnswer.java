package coupon.api.problem;

import java.net.URI;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** Writes a problem as the answer, whatever the client said it accepts: it is better than none. */
public final class ProblemAnswer {
    /** How long a client shall wait before it repeats its request after an outage. */
    public static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final ObjectWriter writer;

    public ProblemAnswer(JsonMapper json) {
        this.writer = Problems.writer(json);
    }

    public Mono<Void> write(ServerWebExchange exchange, ProblemDetail problem, HttpHeaders more) {
        ServerHttpResponse response = exchange.getResponse();
        response.setStatusCode(HttpStatusCode.valueOf(problem.getStatus()));
        HttpHeaders headers = response.getHeaders();
        headers.putAll(more);
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
