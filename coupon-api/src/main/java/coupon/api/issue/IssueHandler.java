package coupon.api.issue;

import coupon.api.CouponApiSettings;
import coupon.api.CouponApiSettings.UserIdentity;
import coupon.api.http.InvalidParameterException;
import coupon.api.http.PositiveId;
import coupon.api.problem.ProblemExceptionHandler;
import coupon.api.security.Callers;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.http.Outcome;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Where a request for a coupon enters: who asks, for what, and whether the request has arrived whole.
 *
 * <p>This is the one call that comes in storms, so it is taken as a filter, before the security chain, the observation and
 * the dispatching of all others, which cost a refusal four fifths of its time. What they are for is done here or needs not
 * be done: the path is compared character by character, nothing but digits is taken from it, and without tokens there is
 * nothing to authenticate. The metric {@code http.server.requests} is recorded as for every other call. With tokens, with
 * traces, or with a malformed path the request comes as any other call does.
 */
@RestController
@Order(IssueHandler.AFTER_THE_SECURITY_HEADERS)
final class IssueHandler implements WebFilter {
    static final int AFTER_THE_SECURITY_HEADERS = Ordered.HIGHEST_PRECEDENCE + 10;

    private static final String BEFORE_ID = "/api/coupons/";
    private static final String AFTER_ID = "/issue";
    private static final String PATH = BEFORE_ID + "{couponId}" + AFTER_ID;
    /** Any number of so many digits is a positive 64-bit number, unless it is 0. */
    private static final int DIGITS_MAX = 18;

    private static final int STATUS_MAX = 599;
    private static final String USER_ID = "userId";
    /** Nothing in a body means anything; a client that sends one may send so many bytes. */
    private static final int BODY_BYTES_MAX = 16 * 1024;

    private final CouponIssueService service;
    private final IssueResponses responses;
    private final UserRates rates;
    private final Callers callers;
    private final ProblemExceptionHandler problems;
    private final MeterRegistry registry;
    private final AtomicReferenceArray<@Nullable Timer> timers = new AtomicReferenceArray<>(STATUS_MAX + 1);
    private final boolean isFirst;

    IssueHandler(
            CouponIssueService service,
            IssueResponses responses,
            UserRates rates,
            Callers callers,
            ProblemExceptionHandler problems,
            MeterRegistry registry,
            CouponApiSettings settings,
            Environment environment) {
        this.service = service;
        this.responses = responses;
        this.rates = rates;
        this.callers = callers;
        this.problems = problems;
        this.registry = registry;
        this.isFirst = isFirst(settings, environment);
    }

    /** Whether the call is taken before all that the other calls go through. */
    static boolean isFirst(CouponApiSettings settings, Environment environment) {
        return settings.security().users() == UserIdentity.PARAMETER && !environment.matchesProfiles("tracing");
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        long couponId = isFirst ? couponId(exchange.getRequest()) : 0;
        if (couponId == 0) {
            return chain.filter(exchange);
        }
        long begunNanos = System.nanoTime();
        return issue(couponId, exchange)
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

    @PostMapping(PATH)
    Mono<Void> issue(@PathVariable PositiveId couponId, ServerWebExchange exchange) {
        return issue(couponId.value(), exchange);
    }

    private Mono<Void> issue(long couponId, ServerWebExchange exchange) {
        try {
            PositiveId named = userId(exchange.getRequest().getURI().getRawQuery());
            return callers.user(named, exchange).flatMap(user -> issue(couponId, user, exchange));
        } catch (InvalidParameterException malformed) {
            return Mono.error(new InvalidParameterException(USER_ID + " " + malformed.getMessage()));
        }
    }

    private Mono<Void> issue(long couponId, long userId, ServerWebExchange exchange) {
        if (!rates.admit(userId)) {
            return responses.tooManyRequests(exchange);
        }
        var call = IssueCall.of(couponId, userId, exchange.getRequest().getHeaders());
        return hasBody(exchange.getRequest())
                ? wholeBody(exchange.getRequest()).then(Mono.defer(() -> answer(call, exchange)))
                : answer(call, exchange);
    }

    private Mono<Void> answer(IssueCall call, ServerWebExchange exchange) {
        return service.issue(call).flatMap(answer -> responses.write(answer, call, exchange));
    }

    /**
     * The user that a query names; null if it names none. Only the plain form is read: an id has nothing to encode.
     *
     * @throws InvalidParameterException if it is no positive 64-bit number, or is there more than once
     */
    static @Nullable PositiveId userId(@Nullable String query) {
        PositiveId found = null;
        int length = query == null ? 0 : query.length();
        for (int start = 0; query != null && start < length; ) {
            int end = query.indexOf('&', start);
            end = end < 0 ? length : end;
            if (query.startsWith(USER_ID, start) && isWholeName(query, start + USER_ID.length(), end)) {
                if (found != null) {
                    throw new InvalidParameterException("must be given once");
                }
                found = PositiveId.parse(query.substring(Math.min(end, start + USER_ID.length() + 1), end));
            }
            start = end + 1;
        }
        return found;
    }

    private static boolean isWholeName(String query, int nameEnd, int end) {
        return nameEnd == end || query.charAt(nameEnd) == '=';
    }

    private static boolean hasBody(ServerHttpRequest request) {
        HttpHeaders headers = request.getHeaders();
        String length = headers.getFirst(HttpHeaders.CONTENT_LENGTH);
        return length == null ? headers.getFirst(HttpHeaders.TRANSFER_ENCODING) != null : !length.equals("0");
    }

    /**
     * Completes when all of the body has come. A request is queued only then: one that breaks off is answered with
     * {@code 4xx}, or not at all, and such an answer says that nothing was queued.
     */
    private static Mono<Void> wholeBody(ServerHttpRequest request) {
        if (request.getHeaders().getContentLength() > BODY_BYTES_MAX) {
            return Mono.error(new DataBufferLimitException("more than " + BODY_BYTES_MAX + " bytes"));
        }
        return DataBufferUtils.join(request.getBody(), BODY_BYTES_MAX)
                .doOnNext(DataBufferUtils::release)
                .then();
    }

    /** @param status null if the client has left before it was known */
    private Timer timer(@Nullable HttpStatusCode status) {
        int code = status == null ? 0 : Math.min(status.value(), STATUS_MAX);
        Timer known = timers.get(code);
        if (known != null) {
            return known;
        }
        Timer made = Timer.builder("http.server.requests")
                .tags("method", "POST", "uri", PATH)
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
