package coupon.verification.observer;

import static org.awaitility.Awaitility.await;

import coupon.core.domain.Coupon;
import coupon.core.domain.Holding;
import coupon.core.domain.QueuePosition;
import coupon.core.queue.wire.CouponIssueEventCodec;
import coupon.core.queue.wire.CouponIssueResultCodec;
import coupon.core.queue.wire.DecodedRecord;
import coupon.core.queue.wire.DecodedRecord.Decodable;
import coupon.core.queue.wire.PublishedResult;
import coupon.core.testing.TestDatabase;
import coupon.local.Stack;
import coupon.local.server.AppServer;
import coupon.verification.guarantee.Answer;
import coupon.verification.guarantee.Evidence;
import coupon.verification.testkit.client.CouponClient;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * A running stack and the ways to reach into it: as a client, as an operator, and as an onlooker at its tables and its
 * queue. Each observer looks at the queue from where it looked last, so it is asked for a coupon's evidence once.
 */
public abstract class SystemObserver implements AutoCloseable {
    private static final CouponIssueEventCodec EVENTS = new CouponIssueEventCodec();
    private static final CouponIssueResultCodec RESULTS = new CouponIssueResultCodec();

    public final Stack stack;
    public final CouponClient client;
    public final TestDatabase database;

    SystemObserver(Stack stack, CouponClient client) {
        this.stack = stack;
        this.client = client.fresh();
        this.database = TestDatabase.of(stack.database());
    }

    /** A new coupon whose requests go to that one of so many partitions. */
    public final Coupon couponIn(int partition, int partitions, String name, long stock) {
        long couponId;
        do {
            couponId = client.createCoupon(name, stock);
        } while (KafkaObserver.partitionOf(couponId, partitions) != partition);
        return database.coupon(couponId);
    }

    /** The worker that decides on this coupon now. */
    public abstract AppServer ownerOf(Coupon coupon);

    /** Waits until so many workers share the work, as far as the queue lets them. */
    public abstract void awaitOwners(int workers);

    /** Waits until no request for these coupons is undecided, as the API says. */
    public final void awaitDecided(Collection<Coupon> coupons, Duration atMost) {
        await().atMost(atMost)
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions()
                .until(() -> coupons.stream().allMatch(coupon -> client.queueSize(coupon.couponId()) == 0));
    }

    /** All that is to be seen of these coupons, once the system is at rest. */
    public final Evidence evidence(Collection<Coupon> couponsBefore, List<Answer> answers) {
        var evidence = new Evidence();
        couponsBefore.forEach(evidence::couponBefore);
        evidence.answers.addAll(answers);
        addQueue(evidence);
        evidence.couponsBefore.keySet().forEach(couponId -> addTables(evidence, couponId));
        return evidence;
    }

    /** What the queue holds, what was published, and what could not be read. */
    abstract void addQueue(Evidence evidence);

    /** A request, if it is for one of the coupons or cannot be read. */
    static void addRequest(Evidence evidence, byte[] key, byte[] value, QueuePosition position) {
        DecodedRecord decoded = EVENTS.decode(key, value, position);
        if (!(decoded instanceof Decodable readable)
                || evidence.couponsBefore.containsKey(readable.request().event().couponId())) {
            evidence.logged(position, decoded);
        }
    }

    /** A result, if it is of one of the coupons. */
    static void addResult(Evidence evidence, byte[] value) {
        PublishedResult result = RESULTS.decode(value);
        if (evidence.couponsBefore.containsKey(result.couponId())) {
            evidence.published(result);
        }
    }

    private void addTables(Evidence evidence, long couponId) {
        evidence.coupon(database.coupon(couponId));
        database.results(couponId).forEach(evidence::stored);
        database.numbers("SELECT user_id FROM user_coupon WHERE coupon_id = " + couponId)
                .forEach(userId -> evidence.holding(new Holding(couponId, userId)));
    }

    /** Stops the stack. */
    @Override
    public void close() {
        stack.close();
    }
}
