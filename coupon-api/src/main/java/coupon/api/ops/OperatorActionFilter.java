package coupon.api.ops;

import static java.util.Objects.requireNonNullElse;

import coupon.api.coupon.StoreCalls;
import coupon.api.security.Operators;
import coupon.core.store.OperatorActionLog;
import java.security.Principal;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Records every call by which an operator changes something, after it was authorized and before it is carried out. Where
 * it cannot be recorded within seconds nothing is carried out: that ends before the time in which a request has to arrive.
 * Within the security filters, so that the operator is known.
 */
@Order(Ordered.LOWEST_PRECEDENCE)
final class OperatorActionFilter implements WebFilter {
    private final OperatorActionLog actions;

    OperatorActionFilter(OperatorActionLog actions) {
        this.actions = actions;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String path = exchange.getRequest().getPath().pathWithinApplication().value();
        HttpMethod method = exchange.getRequest().getMethod();
        if (Operators.isReading(method) || !(path.startsWith("/api/admin/") || path.startsWith("/ops/"))) {
            return chain.filter(exchange);
        }
        return exchange.getPrincipal()
                .map(Principal::getName)
                .flatMap(operator -> StoreCalls.read(actions.begin(operator, method + " " + path)))
                .flatMap(id -> chain.filter(exchange)
                        .doOnError(failure -> exchange.getResponse().beforeCommit(() -> {
                            end(id, exchange).subscribe(); // the status is known now; the response does not wait
                            return Mono.empty();
                        }))
                        .then(Mono.defer(() -> end(id, exchange)))
                        .thenReturn(id))
                .then();
    }

    private Mono<Void> end(long id, ServerWebExchange exchange) {
        HttpStatusCode status = requireNonNullElse(exchange.getResponse().getStatusCode(), HttpStatus.OK);
        return StoreCalls.read(actions.end(id, status.value())).onErrorComplete();
    }
}
