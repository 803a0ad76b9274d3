package coupon.system.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.CouponIssueResult;
import coupon.core.guarantee.Answer;
import coupon.core.guarantee.Evidence;
import coupon.core.guarantee.Guarantees;
import coupon.core.queue.CouponIssueResultCodec;
import coupon.core.queue.CouponIssueResultCodec.PublishedResult;
import coupon.local.server.AppServer;
import coupon.system.Observer;
import coupon.system.SystemUnderTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.TopicPartition;

/** Coupons of one test's own, spread over the lines (partitions), and the proof at the end. */
final class Sale {
    static final int LINES = 3;

    private static final long ENDLESS = 1_000_000;
    private static final Duration PROGRESS_MAX = Duration.ofMinutes(4);
    private static final Duration REST_MAX = Duration.ofMinutes(4);

    private final SystemUnderTest system;
    private final List<Coupon> coupons;
    private final List<CouponIssueResult> remembered = new ArrayList<>();
    private final long deadLettersBefore;

    private Sale(SystemUnderTest system, List<Coupon> coupons) {
        this.system = system;
        this.coupons = coupons;
        this.deadLettersBefore = system.observer().deadLetters();
    }

    /** In every line a coupon that does not sell out, and two that do: one soon, one later. */
    static Sale withoutEnd(SystemUnderTest system) throws Exception {
        return withoutEnd(system, couponId -> true);
    }

    /** Only of coupons that fit. */
    static Sale withoutEnd(SystemUnderTest system, LongPredicate fits) throws Exception {
        return of(system, fits, ENDLESS, ENDLESS, ENDLESS, 400, 1_500);
    }

    /** One coupon for each stock, in the lines 0, 1, 2, 0, … */
    static Sale of(SystemUnderTest system, long... stocks) throws Exception {
        return of(system, couponId -> true, stocks);
    }

    private static Sale of(SystemUnderTest system, LongPredicate fits, long... stocks) throws Exception {
        List<Coupon> coupons = new ArrayList<>();
        for (long stock : stocks) {
            long couponId;
            do {
                couponId = system.client().createCoupon("under fault", stock);
            } while (line(couponId, LINES) != coupons.size() % LINES || !fits.test(couponId));
            coupons.add(system.database().coupon(couponId));
        }
        return new Sale(system, coupons);
    }

    /** The partition of a coupon's requests in a topic of so many. */
    static int line(long couponId, int partitions) {
        byte[] key = CouponIssueEvent.partitionKey(couponId).getBytes(StandardCharsets.UTF_8);
        return BuiltInPartitioner.partitionForKey(key, partitions);
    }

    List<Long> couponIds() {
        return coupons.stream().map(Coupon::couponId).toList();
    }

    /** The one that is last to sell out. */
    long couponOfLine(int line) {
        return coupons.get(line).couponId();
    }

    SteadyCrowd crowd() {
        return SteadyCrowd.of(system.client(), couponIds());
    }

    /** The worker that decides this line now; waits until there is one. */
    AppServer ownerOf(int line) {
        String owner = system.observer().ownerOfLine(couponOfLine(line));
        return system.stack().workers().stream()
                .filter(worker -> owner.startsWith(worker.name()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no worker is called " + owner));
    }

    /** A line of this worker; waits until it has one. */
    int lineOf(AppServer worker) {
        await().atMost(PROGRESS_MAX).until(() -> lines().anyMatch(line -> ownerOf(line) == worker));
        return lines().filter(line -> ownerOf(line) == worker).findFirst().orElseThrow();
    }

    /** Waits until the lines are shared by so many workers. */
    void awaitOwners(int workers) {
        await().atMost(PROGRESS_MAX)
                .until(() -> lines().mapToObj(this::ownerOf).distinct().count() == workers);
    }

    /** How many requests of the line are decided, published and acknowledged. */
    long acknowledged(int line) {
        String events = system.topics().names().couponIssue();
        return system.topics().committedOffset(Observer.GROUP, new TopicPartition(events, line));
    }

    /** As {@link #awaitProgress(int, int)}, of each line. */
    void awaitProgress(int requests) {
        lines().forEach(line -> awaitProgress(line, requests));
    }

    /** Waits until so many more requests of the line are acknowledged. */
    void awaitProgress(int line, int requests) {
        long goal = acknowledged(line) + requests;
        await().atMost(PROGRESS_MAX).pollInterval(Duration.ofMillis(50)).until(() -> acknowledged(line) >= goal);
    }

    /** What is decided for a coupon by now, which must not change any more; the proof at the end looks at it. */
    List<CouponIssueResult> remember(long couponId) {
        List<CouponIssueResult> rows = system.database().results(couponId);
        remembered.addAll(rows);
        return rows;
    }

    /** What has been published for a coupon by now, repetitions included. */
    List<PublishedResult> published(long couponId) {
        var codec = new CouponIssueResultCodec();
        return system.topics().readAll(system.topics().names().couponIssueResults()).stream()
                .map(record -> codec.decode(record.value()))
                .filter(result -> result.couponId() == couponId)
                .toList();
    }

    /** Waits until all is decided, and proves the guarantees. */
    void assertGuaranteed(List<Answer> answers) {
        system.observer().awaitRest(REST_MAX);
        Evidence evidence = system.observer().evidence(coupons, answers);
        remembered.forEach(evidence::storedEarlier);
        Guarantees.assertHold(evidence);
        assertThat(system.observer().deadLetters()).isEqualTo(deadLettersBefore);
    }

    private IntStream lines() {
        return IntStream.range(0, Math.min(LINES, coupons.size()));
    }
}
