package coupon.verification.system;

import static org.awaitility.Awaitility.await;

import coupon.core.domain.Coupon;
import coupon.core.domain.QueuePosition;
import coupon.core.queue.wire.CouponIssueEventCodec;
import coupon.core.queue.wire.CouponIssueResultCodec;
import coupon.core.testing.RedisHistory;
import coupon.core.testing.RedisServerView;
import coupon.core.testing.TestDatabase;
import coupon.core.testing.TestServers;
import coupon.local.Stack;
import coupon.local.StackSettings;
import coupon.local.StackSettings.QueueType;
import coupon.local.server.AppOptions;
import coupon.verification.guarantee.Answer;
import coupon.verification.guarantee.Evidence;
import coupon.verification.testkit.client.CouponClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** A system of one test's own in Redis mode, and a look at it from outside: its history, its tables, its HTTP. */
public record RedisUnderTest(Stack stack, CouponClient client, TestDatabase database, Path directory)
        implements AutoCloseable {
    private static final String NAME = "{coupon-issue}:";

    /** @param options as in {@link StackSettings#withOptions} */
    public static RedisUnderTest start(int workers, Map<String, AppOptions> options) {
        Path directory = TestServers.newHome("redis-stack");
        Stack stack = Stack.start(
                StackSettings.forTests(SystemUnderTest.ROOT, directory, workers)
                        .withQueue(QueueType.redis)
                        .withOptions(SystemUnderTest.options(options)),
                System.out::println);
        return new RedisUnderTest(
                stack, new CouponClient(stack.apiUrl()), TestDatabase.of(stack.database()), directory);
    }

    /** Waits until no request for this coupon is undecided. */
    public void awaitRest(long couponId, Duration atMost) {
        await().atMost(atMost).pollInterval(Duration.ofMillis(200)).until(() -> client.queueSize(couponId) == 0);
    }

    /** All that is to be seen of these coupons, once all requests are decided. */
    public Evidence evidence(Collection<Coupon> couponsBefore, List<Answer> answers) {
        var evidence = new Evidence();
        couponsBefore.forEach(evidence::couponBefore);
        evidence.answers.addAll(answers);
        var events = new CouponIssueEventCodec();
        var results = new CouponIssueResultCodec();
        RedisServerView.awaitWritten(stack.redis().port());
        new RedisHistory(directory.resolve("data/redis/appendonly.aof")).addedSince(added -> {
            if (added.stream().equals(NAME + "line")) {
                var position = new QueuePosition(0, added.place());
                evidence.logged(position, events.decode(added.field("key"), added.field("value"), position));
            } else if (added.stream().equals(NAME + "results")) {
                evidence.published(results.decode(added.field("value")));
            }
        });
        couponsBefore.forEach(before -> SystemUnderTest.readTables(database, evidence, before.couponId()));
        return evidence;
    }

    @Override
    public void close() {
        stack.close();
    }
}
