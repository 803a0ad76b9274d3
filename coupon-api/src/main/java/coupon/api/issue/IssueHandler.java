package coupon.api.issue;

import coupon.api.http.InvalidParameterException;
import coupon.api.http.PositiveId;
import coupon.api.security.Callers;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Where a request for a coupon enters: who asks, for what, and whether the request has arrived whole. It comes from
 * {@link IssueRoute}, or as any other call does: with tokens, with traces, or with a malformed path.
 */
@RestController
final class IssueHandler {
    private static final String USER_ID = "userId";
    /** Nothing in a body means anything; a client that sends one may send so many bytes. */
    private static final int BODY_BYTES_MAX = 16 * 1024;

    private final CouponIssueService service;
    private final IssueResponses responses;
    private final UserRates rates;
    private final Callers callers;

    IssueHandler(CouponIssueService service, IssueResponses responses, UserRates rates, Callers callers) {
        this.service = service;
        this.responses = responses;
        this.rates = rates;
        this.callers = callers;
    }

    @PostMapping("/api/coupons/{couponId}/issue")
    Mono<Void> issue(@PathVariable PositiveId couponId, ServerWebExchange exchange) {
        return issue(couponId.value(), exchange);
    }

    Mono<Void> issue(long couponId, ServerWebExchange exchange) {
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
}
