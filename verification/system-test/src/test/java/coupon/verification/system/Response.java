package coupon.verification.system;

import coupon.core.domain.CouponIssueStatus;
import coupon.verification.guarantee.Answer;
import coupon.verification.testkit.client.Reply;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;

/**
 * What became of one call of a load; the reply itself would hold its connection in memory.
 *
 * @param beganNanos when the call began, by {@link System#nanoTime()}
 * @param status of HTTP; 0 if the connection was lost
 * @param location empty if the response has none
 * @param lost why the connection was lost; empty if it was not
 */
public record Response(long beganNanos, Duration took, Answer answer, int status, String location, String lost) {
    static Response of(Load.Call call, long beganNanos, @Nullable Reply reply, @Nullable Throwable lost) {
        Duration took = Duration.ofNanos(System.nanoTime() - beganNanos);
        if (reply == null) {
            String why = String.valueOf(lost == null ? null : NestedExceptionUtils.getMostSpecificCause(lost));
            return new Response(beganNanos, took, Answer.unknown(call.couponId(), call.userId(), null), 0, "", why);
        }
        return new Response(
                beganNanos,
                took,
                toAnswer(reply, call.couponId(), call.userId()),
                reply.status(),
                reply.header("location"),
                "");
    }

    /** As the guarantees want it. */
    public static Answer toAnswer(Reply reply, long couponId, long userId) {
        String requestId = reply.text("requestId");
        String outcome = reply.text("outcome");
        return Answer.ofHttp(
                reply.status(),
                !reply.header("preference-applied").isEmpty(),
                couponId,
                userId,
                requestId.isEmpty() ? null : UUID.fromString(requestId),
                outcome.isEmpty() ? null : CouponIssueStatus.valueOf(outcome));
    }

    public static List<Answer> answers(List<Response> responses) {
        return responses.stream().map(Response::answer).toList();
    }

    public boolean beganWithin(long fromNanos, long toNanos) {
        return beganNanos - fromNanos >= 0 && toNanos - beganNanos > 0;
    }

    public boolean wasUnderWayAt(long nanos) {
        return nanos - beganNanos > 0 && beganNanos + took.toNanos() - nanos > 0;
    }

    public boolean isAccepted() {
        return status == 202;
    }
}
