package coupon.api.issue;

import coupon.api.problem.ProblemExceptionHandler;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.http.Outcome;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * The short way of the one call that comes in storms, before the security chain, the observation and the dispatching of
 * all others, which cost a refusal four fifths of its time. What they are for is done here or needs not be done: the path
 * is compared character by character, nothing but digits is taken from it, and without tokens there is nothing to
 * authenticate. The metric {@code http.server.requests} is recorded as for every other call.
 */
@Order(IssueRoute.AFTER_THE_SECURITY_HEADERS)
final class IssueRoute implements WebFilter {
    static final int AFTER_THE_SECURITY_HEADERS = Ordered.HIGHEST_PRECEDENCE + 10;

    private static final String BEFORE_ID = "/api/coupons/";
    private static final String AFTER_ID = "/issue";
    /** Any number of so many digits is a positive 64-bit number, unless it is 0. */
    private static final int DIGITS_MAX = 18;

    private static final int STATUS_MAX = 599;

    private final IssueHandler handler;
    private final ProblemExceptionHandler problems;
    private final MeterRegistry registry;
    private final AtomicReferenceArray<@Nullable Timer> timers = new AtomicReferenceArray<>(STATUS_MAX + 1);

    IssueRoute(IssueHandler handler, ProblemExceptionHandler problems, MeterRegistry registry) {
        this.handler = handler;
        this.problems = problems;
        this.registry = registry;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        long couponId = couponId(exchange.getRequest());
        if (couponId == 0) {
            return chain.filter(exchange);
        }
        long begunNanos = System.nanoTime();
        return handler.issue(couponId, exchange)
                .onErrorResume(failure -> problems.handle(exchange, failure))
                .doFinally(end -> timer(exchange.getResponse().getStatusCode())
                        .record(System.nanoTime() - begunNanos, TimeUnit.NANOSECONDS));
    }

    /** 0 if the request is another one, or is to be looked at more closely. */
    static long couponId(ServerHttpRequest request) {
        if (request.getMethod() != HttpMethod.POST) {
            return 0;
        }
        String path = request.getPath().pathWithinApplication().value();
        int end = path.length() - AFTER_ID.length();
        int digits = end - BEFORE_ID.length();
        if (digits < 1 || digits > DIGITS_MAX || !path.startsWith(BEFORE_ID) || !path.endsWith(AFTER_ID)) {
            return 0;
        }
        long id = 0;
        for (int at = BEFORE_ID.length(); at < end; at++) {
            int digit = path.charAt(at) - '0';
            if (digit < 0 || digit > 9) {
                return 0;
            }
            id = 10 * id + digit;
        }
        return id;
    }

    /** @param status null if the client has left before it was known */
    private Timer timer(@Nullable HttpStatusCode status) {
        int code = status == null ? 0 : Math.min(status.value(), STATUS_MAX);
        Timer known = timers.get(code);
        if (known != null) {
            return known;
        }
        Timer made = Timer.builder("http.server.requests")
                .tags("method", "POST", "uri", BEFORE_ID + "{couponId}" + AFTER_ID)
                .tags(
                        "status",
                        status == null ? "UNKNOWN" : String.valueOf(code),
                        "outcome",
                        Outcome.forStatus(code).name())
                .tags("exception", "none", "error", "none")
                .register(registry);
        timers.set(code, made);
        return made;
    }
}
