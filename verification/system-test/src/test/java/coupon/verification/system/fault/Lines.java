package coupon.verification.system.fault;

import static org.awaitility.Awaitility.await;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueEvent;
import coupon.local.server.AppServer;
import coupon.verification.system.SystemUnderTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.TopicPartition;

/** The partitions of the events topic: who decides each, and how far each is. */
final class Lines {
    static final int COUNT = 3;

    private static final Duration PROGRESS_MAX = Duration.ofMinutes(4);

    private final SystemUnderTest system;

    Lines(SystemUnderTest system) {
        this.system = system;
    }

    static int of(Coupon coupon) {
        return of(coupon.couponId(), COUNT);
    }

    /** The partition of a coupon's requests in a topic of so many. */
    static int of(long couponId, int partitions) {
        byte[] key = CouponIssueEvent.partitionKey(couponId).getBytes(StandardCharsets.UTF_8);
        return BuiltInPartitioner.partitionForKey(key, partitions);
    }

    /** The worker that decides this line now; waits until there is one. */
    AppServer ownerOf(int line) {
        String owner = system.topics().ownerOf(system.observer().group(), partition(line));
        List<AppServer> workers = system.stack().workers();
        return workers.stream()
                .filter(worker -> owner.startsWith(worker.name()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no worker is called " + owner));
    }

    /** A line of this worker; waits until it has one. */
    int lineOf(AppServer worker) {
        await().atMost(PROGRESS_MAX).until(() -> all().anyMatch(line -> ownerOf(line) == worker));
        return all().filter(line -> ownerOf(line) == worker).findFirst().orElseThrow();
    }

    /** Waits until the lines are shared by so many workers. */
    void awaitOwners(int workers) {
        await().atMost(PROGRESS_MAX)
                .until(() -> all().mapToObj(this::ownerOf).distinct().count() == workers);
    }

    /** How many requests of the line are decided, published and acknowledged. */
    long acknowledged(int line) {
        return system.topics().committedOffset(system.observer().group(), partition(line));
    }

    /** As {@link #awaitProgress(int, int)}, of each line. */
    void awaitProgress(int requests) {
        all().forEach(line -> awaitProgress(line, requests));
    }

    /** Waits until so many more requests of the line are acknowledged. */
    void awaitProgress(int line, int requests) {
        long goal = acknowledged(line) + requests;
        await().atMost(PROGRESS_MAX).pollInterval(Duration.ofMillis(50)).until(() -> acknowledged(line) >= goal);
    }

    private TopicPartition partition(int line) {
        return new TopicPartition(system.topics().names().couponIssue(), line);
    }

    private static IntStream all() {
        return IntStream.range(0, COUNT);
    }
}
