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
final class Partitions {
    static final int COUNT = 3;

    private static final Duration PROGRESS_MAX = Duration.ofMinutes(4);

    private final SystemUnderTest system;

    Partitions(SystemUnderTest system) {
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

    /** The worker that decides this partition now; waits until there is one. */
    AppServer ownerOf(int partition) {
        String events = system.topics().names().couponIssue();
        String owner = system.topics().ownerOf(system.group(), new TopicPartition(events, partition));
        List<AppServer> workers = system.stack().workers();
        return workers.stream()
                .filter(worker -> owner.startsWith(worker.name()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no worker is called " + owner));
    }

    /** A partition of this worker; waits until it has one. */
    int partitionOf(AppServer worker) {
        await().atMost(PROGRESS_MAX).until(() -> all().anyMatch(partition -> ownerOf(partition) == worker));
        return all().filter(partition -> ownerOf(partition) == worker)
                .findFirst()
                .orElseThrow();
    }

    /** Waits until the partitions are shared by so many workers. */
    void awaitOwners(int workers) {
        await().atMost(PROGRESS_MAX)
                .until(() -> all().mapToObj(this::ownerOf).distinct().count() == workers);
    }

    /** As {@link #awaitProgress(int, int)}, of each partition. */
    void awaitProgress(int requests) {
        all().forEach(partition -> awaitProgress(partition, requests));
    }

    /** Waits until so many more requests of the partition are acknowledged. */
    void awaitProgress(int partition, int requests) {
        long goal = system.acknowledged(partition) + requests;
        await().atMost(PROGRESS_MAX)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> system.acknowledged(partition) >= goal);
    }

    private static IntStream all() {
        return IntStream.range(0, COUNT);
    }
}
