package coupon.api.problem;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;

/** Whatever goes wrong in a call, wherever it does, is answered here. */
public final class ProblemExceptionHandler implements WebExceptionHandler, Ordered {
    private static final Logger log = LoggerFactory.getLogger(ProblemExceptionHandler.class);
    private static final int BEFORE_THE_FRAMEWORKS_OWN = -2;

    private final ProblemAnswer answer;

    public ProblemExceptionHandler(ProblemAnswer answer) {
        this.answer = answer;
    }

    @Override
    public int getOrder() {
        return BEFORE_THE_FRAMEWORKS_OWN;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
        if (exchange.getResponse().isCommitted()) {
            return Mono.error(failure);
        }
        Diagnosis diagnosis = Diagnosis.of(failure);
        if (diagnosis.isOurFault()) {
            log.error(
                    "{} {} failed",
                    exchange.getRequest().getMethod(),
                    exchange.getRequest().getPath().value(),
                    failure);
        }
        return answer.write(exchange, diagnosis.problem(), diagnosis.headers());
    }
}
