package coupon.verification.system;

import coupon.verification.guarantee.Answer;
import java.time.Duration;
import java.util.List;
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
                reply.toIssue(call.couponId(), call.userId()),
                reply.status(),
                reply.header("location"),
                "");
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
