package coupon.verification.system;

import coupon.verification.guarantee.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

/**
 * Many users who want the same coupons at the same time. Bounded: each asks as often as said.
 *
 * @param atOnce how many ask at the same time
 * @param waitSeconds for how long each waits for the outcome; 0: not at all
 */
public record UserLoad(CouponClient client, int users, int timesEach, int atOnce, int waitSeconds, long seed) {
    private static final long FIRST_USER = 1_000;

    /** Sends all requests, in an order drawn from the seed, and returns the responses. */
    public List<Answer> run(List<Long> couponIds) throws InterruptedException {
        ExecutorService clients = Executors.newFixedThreadPool(atOnce);
        try {
            List<Future<Answer>> answers = new ArrayList<>();
            for (Call call : calls(couponIds)) {
                answers.add(clients.submit(() -> ask(call)));
            }
            List<Answer> responses = new ArrayList<>();
            for (Future<Answer> answer : answers) {
                responses.add(answer.get());
            }
            return responses;
        } catch (ExecutionException broken) {
            throw new AssertionError(broken.getCause());
        } finally {
            clients.shutdownNow();
        }
    }

    private List<Call> calls(List<Long> couponIds) {
        List<Call> calls = new ArrayList<>();
        for (int time = 0; time < timesEach; time++) {
            LongStream.range(FIRST_USER, FIRST_USER + users)
                    .forEach(user -> couponIds.forEach(couponId -> calls.add(new Call(couponId, user))));
        }
        Collections.shuffle(calls, new Random(seed));
        return calls;
    }

    private Answer ask(Call call) throws InterruptedException {
        try {
            HttpResult answer = waitSeconds == 0
                    ? client.issue(call.couponId, call.userId)
                    : client.issueAndWait(call.couponId, call.userId, waitSeconds);
            return answer.toIssue(call.couponId, call.userId);
        } catch (IOException connectionLost) {
            return Answer.unknown(call.couponId, call.userId, null);
        }
    }

    private record Call(long couponId, long userId) {}
}
