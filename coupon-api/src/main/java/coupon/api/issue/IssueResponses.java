package coupon.api.issue;

import coupon.api.issue.IssueAnswer.Decided;
import coupon.api.issue.IssueAnswer.Queued;
import coupon.api.issue.IssueAnswer.Refused;
import coupon.api.issue.IssueAnswer.Unknown;
import coupon.api.problem.Problem;
import coupon.api.problem.ProblemType;
import coupon.api.result.RequestLocation;
import coupon.api.result.RequestView;
import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.CouponIssueStatus;
import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** Answers in the words of HTTP. */
final class IssueResponses {
    private IssueResponses() {}

    static ResponseEntity<?> of(IssueAnswer answer) {
        if (answer instanceof Queued queued) {
            return queued(queued);
        }
        if (answer instanceof Decided decided) {
            return decided(decided);
        }
        return answer instanceof Refused refused ? refused(refused) : unknown(((Unknown) answer).event());
    }

    private static ResponseEntity<?> queued(Queued queued) {
        RequestView request = queued.request();
        return ResponseEntity.accepted()
                .location(RequestLocation.of(request.couponId(), request.requestId(), queued.ticket()))
                .body(request);
    }

    private static ResponseEntity<?> decided(Decided decided) {
        RequestView request = decided.request();
        URI location = RequestLocation.of(request.couponId(), request.requestId());
        return switch (decided.outcome()) {
            case SUCCESS -> ResponseEntity.created(location).body(request);
            case DUPLICATE_REQUEST ->
                refusal(
                        request,
                        location,
                        HttpStatus.CONFLICT,
                        ProblemType.DUPLICATE_REQUEST,
                        "The user has this coupon.");
            case OUT_OF_STOCK ->
                refusal(
                        request,
                        location,
                        HttpStatus.CONFLICT,
                        ProblemType.OUT_OF_STOCK,
                        "Nothing of this coupon is left.");
            case BUSINESS_ERROR ->
                refusal(
                        request,
                        location,
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        ProblemType.NOT_OPEN,
                        "The coupon was not open when it was asked for.");
            case VALIDATION_FAILED ->
                refusal(
                        request,
                        location,
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        ProblemType.REFUSED,
                        "The request is invalid, or its coupon no longer exists.");
            case SYSTEM_ERROR ->
                refusal(
                        request,
                        location,
                        HttpStatus.INTERNAL_SERVER_ERROR,
                        ProblemType.DECISION_FAILED,
                        "The request could not be decided; this is final.");
        };
    }

    private static ResponseEntity<?> refusal(
            RequestView request, URI location, HttpStatus status, ProblemType type, String detail) {
        return problem(
                status, type, detail, issuePath(request.couponId()), location, request.requestId(), request.outcome());
    }

    private static ResponseEntity<?> refused(Refused refused) {
        CouponIssueEvent event = refused.event();
        return switch (refused.reason()) {
            case UNKNOWN_COUPON ->
                early(
                        refused,
                        HttpStatus.NOT_FOUND,
                        ProblemType.UNKNOWN_COUPON,
                        "There is no coupon " + event.couponId() + ".");
            case SOLD_OUT ->
                early(refused, HttpStatus.CONFLICT, ProblemType.OUT_OF_STOCK, "Nothing of this coupon is left.");
            case NOT_OPEN ->
                early(refused, HttpStatus.UNPROCESSABLE_CONTENT, ProblemType.NOT_OPEN, "The coupon is not open now.");
        };
    }

    /** Its request id names it in logs; there is nothing to be asked for under it, because nothing was queued. */
    private static ResponseEntity<?> early(Refused refused, HttpStatus status, ProblemType type, String detail) {
        CouponIssueEvent event = refused.event();
        return problem(
                status,
                type,
                detail,
                issuePath(event.couponId()),
                null,
                event.eventId(),
                refused.reason().outcome());
    }

    private static ResponseEntity<?> unknown(CouponIssueEvent event) {
        return problem(
                HttpStatus.GATEWAY_TIMEOUT,
                ProblemType.ACKNOWLEDGEMENT_UNKNOWN,
                "The request was sent, and it is not known whether it is queued. Its location will tell its outcome.",
                issuePath(event.couponId()),
                RequestLocation.of(event.couponId(), event.eventId()),
                event.eventId(),
                null);
    }

    private static ResponseEntity<?> problem(
            HttpStatus status,
            ProblemType type,
            String detail,
            String instance,
            @Nullable URI location,
            UUID requestId,
            @Nullable CouponIssueStatus outcome) {
        ResponseEntity.BodyBuilder response =
                ResponseEntity.status(status).contentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (location != null) {
            response.location(location);
        }
        return response.body(Problem.of(status, detail, instance).ofType(type).about(requestId, outcome));
    }

    private static String issuePath(long couponId) {
        return "/api/coupons/" + couponId + "/issue";
    }
}
