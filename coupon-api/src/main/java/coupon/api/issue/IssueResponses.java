package coupon.api.issue;

import static java.util.Objects.requireNonNull;

import coupon.api.http.StrictJson;
import coupon.api.issue.IssueAnswer.Decided;
import coupon.api.issue.IssueAnswer.Queued;
import coupon.api.issue.IssueAnswer.Refused;
import coupon.api.issue.IssueAnswer.Unknown;
import coupon.api.problem.ProblemExceptionHandler;
import coupon.api.problem.ProblemType;
import coupon.api.problem.Problems;
import coupon.api.result.RequestView;
import coupon.core.domain.CouponIssueStatus;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** Answers in the words of HTTP. The two that come in storms are written without Jackson, field by field as it would. */
@Component
final class IssueResponses {
    private static final String PREFERENCE_APPLIED = "Preference-Applied";
    private static final String RETRY_AFTER_SECONDS = "1";

    private final ProblemExceptionHandler problems;
    private final ObjectWriter views;

    IssueResponses(ProblemExceptionHandler problems, JsonMapper json) {
        this.problems = problems;
        this.views = json.writerFor(RequestView.class);
    }

    Mono<Void> write(IssueAnswer answer, IssueCall call, ServerWebExchange exchange) {
        WaitPreference preference = call.preference();
        if (preference != null && (answer instanceof Queued || answer instanceof Decided)) {
            exchange.getResponse().getHeaders().set(PREFERENCE_APPLIED, preference.applied());
        }
        if (answer instanceof Queued queued) {
            RequestView request = queued.request();
            String ticket = queued.ticket().encode();
            return request(HttpStatus.ACCEPTED, request, "?ticket=" + ticket, json(request), exchange);
        }
        if (answer instanceof Refused refused) {
            return early(refused, exchange);
        }
        if (answer instanceof Decided decided) {
            return preference == null
                    ? request(HttpStatus.ACCEPTED, decided.request(), exchange)
                    : decided(decided.request(), exchange);
        }
        return unknown((Unknown) answer, exchange);
    }

    /** Before the request is even looked at: it has no id, and nothing was queued. */
    Mono<Void> tooManyRequests(ServerWebExchange exchange) {
        exchange.getResponse().getHeaders().set(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        ProblemDetail problem =
                ProblemType.TOO_MANY_REQUESTS.problem("The user sends requests too often; nothing was queued.");
        return problems.write(exchange, problem);
    }

    private Mono<Void> decided(RequestView request, ServerWebExchange exchange) {
        ProblemDetail refusal = refusal(requireNonNull(request.outcome(), "decided without an outcome"));
        if (refusal == null) {
            return request(HttpStatus.CREATED, request, exchange);
        }
        locate(request.couponId(), request.requestId(), "", exchange);
        return problems.write(exchange, Problems.about(refusal, request.requestId(), request.outcome()));
    }

    private static @Nullable ProblemDetail refusal(CouponIssueStatus outcome) {
        return switch (outcome) {
            case SUCCESS -> null;
            case DUPLICATE_REQUEST -> ProblemType.DUPLICATE_REQUEST.problem("The user has this coupon.");
            case OUT_OF_STOCK -> ProblemType.OUT_OF_STOCK.problem("The coupon is sold out.");
            case BUSINESS_ERROR -> ProblemType.NOT_OPEN.problem("The coupon was not open at the time of the request.");
            case VALIDATION_FAILED ->
                ProblemType.REFUSED.problem("The request is invalid, or its coupon no longer exists.");
            case SYSTEM_ERROR ->
                ProblemType.DECISION_FAILED.problem("The request could not be decided; this is final.");
        };
    }

    private Mono<Void> unknown(Unknown unknown, ServerWebExchange exchange) {
        UUID requestId = unknown.event().eventId();
        locate(unknown.event().couponId(), requestId, "", exchange);
        ProblemDetail problem = ProblemType.ACKNOWLEDGEMENT_UNKNOWN.problem(
                "The request was sent, and it is not known whether it is queued. Ask at its Location, or repeat it"
                        + " with the same Idempotency-Key.");
        return problems.write(exchange, Problems.about(problem, requestId, null));
    }

    private static void locate(long couponId, UUID requestId, String query, ServerWebExchange exchange) {
        String base = exchange.getRequest().getPath().contextPath().value();
        exchange.getResponse()
                .getHeaders()
                .set(HttpHeaders.LOCATION, base + "/api/coupons/" + couponId + "/requests/" + requestId + query);
    }

    private Mono<Void> request(HttpStatus status, RequestView request, ServerWebExchange exchange) {
        return request(status, request, "", views.writeValueAsBytes(request), exchange);
    }

    private static Mono<Void> request(
            HttpStatus status, RequestView request, String query, byte[] body, ServerWebExchange exchange) {
        locate(request.couponId(), request.requestId(), query, exchange);
        return write(status, MediaType.APPLICATION_JSON_VALUE, body, exchange);
    }

    /** The request's id names it in logs; there is nothing to ask for under it, because nothing was queued. */
    private static Mono<Void> early(Refused refused, ServerWebExchange exchange) {
        ProblemType type = refused.reason().problem();
        String detail = switch (refused.reason()) {
            case UNKNOWN_COUPON -> "There is no coupon " + refused.event().couponId() + ".";
            case NOT_OPEN -> "The coupon is not open now.";
            case SOLD_OUT -> "The coupon is sold out.";
        };
        String body = "{\"type\":\"" + type.uri() + "\",\"title\":\"" + type.title() + "\",\"status\":"
                + type.status().value()
                + ",\"detail\":\"" + detail + "\",\"instance\":\"" + ProblemExceptionHandler.path(exchange)
                + "\",\"outcome\":\""
                + refused.reason().outcome() + "\",\"requestId\":\""
                + refused.event().eventId() + "\"}";
        return write(type.status(), MediaType.APPLICATION_PROBLEM_JSON_VALUE, ascii(body), exchange);
    }

    /** Of a request that is not decided. */
    static byte[] json(RequestView request) {
        return ascii(
                "{\"requestId\":\"" + request.requestId() + "\",\"couponId\":" + request.couponId() + ",\"userId\":"
                        + request.userId() + ",\"state\":\"" + request.state() + "\",\"position\":" + request.position()
                        + ",\"outcome\":null,\"acceptedAt\":\"" + StrictJson.text(request.acceptedAt())
                        + "\",\"decidedAt\":null,\"number\":null,\"code\":null}");
    }

    private static byte[] ascii(String json) {
        return json.getBytes(StandardCharsets.US_ASCII);
    }

    private static Mono<Void> write(HttpStatus status, String contentType, byte[] body, ServerWebExchange exchange) {
        ServerHttpResponse response = exchange.getResponse();
        response.setStatusCode(status);
        response.getHeaders().set(HttpHeaders.CONTENT_TYPE, contentType);
        response.getHeaders().setContentLength(body.length);
        return response.writeWith(Mono.just(response.bufferFactory().wrap(body)));
    }
}
