package coupon.verification.system.fault;

import static org.assertj.core.api.Assertions.assertThat;

import coupon.core.domain.Coupon;
import coupon.local.server.AppServer;
import coupon.local.server.ServerProcess;
import coupon.verification.guarantee.Answer;
import coupon.verification.system.ForeignProducer;
import coupon.verification.testkit.ProcessUse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** 100 000 requests are in one partition before the first worker starts. */
@Tag("fault-long")
class BacklogAtStartIT {
    private static final int REQUESTS = 100_000;
    private static final int USERS = 60_000;
    private static final long STOCK = 40_000;
    /** Of a worker whose heap is 256 MB, with all that a JVM needs besides. */
    private static final double MEGABYTES_MAX = 838;

    private static final Duration DRAINED_MAX = Duration.ofMinutes(4);

    @RegisterExtension
    final Scenario scenario = new Scenario("a backlog of 100 000");

    private final List<AppServer> workers = scenario.stack.workers();

    @Test
    void a_backlog_is_drained_in_order_in_bounded_memory() throws Exception {
        Coupon coupon = scenario.coupon(STOCK);
        ServerSetup.stop(workers);
        List<Answer> answers = fill(coupon.couponId());
        assertThat(scenario.system.lag()).isGreaterThanOrEqualTo(REQUESTS);
        workers.forEach(ServerProcess::launch);
        scenario.awaitIssued(coupon, 1);
        long since = System.nanoTime();
        scenario.system.awaitRest(DRAINED_MAX);
        scenario.reportRecovery("after the first decision", since);
        workers.forEach(ServerProcess::awaitAnswer);
        scenario.assertGuaranteesHoldFor(answers);

        assertThat(workers).allMatch(ServerProcess::isAlive);
        for (AppServer worker : workers) {
            double megabytes = ProcessUse.peakResidentMegabytes(worker.pid());
            System.out.printf("%s had at most %.0f MB in memory%n", worker.name(), megabytes);
            assertThat(megabytes).isPositive().isLessThan(MEGABYTES_MAX);
        }
    }

    /** Writes to the topic as the API would, and returns what was promised. */
    private List<Answer> fill(long couponId) {
        var random = new Random(couponId);
        List<CompletableFuture<Answer>> promised = new ArrayList<>(REQUESTS);
        try (var producer = new ForeignProducer(scenario.topics)) {
            for (int i = 0; i < REQUESTS; i++) {
                promised.add(producer.request(couponId, 1 + random.nextInt(USERS)));
            }
        }
        List<Answer> answers = promised.stream().map(CompletableFuture::join).toList();
        assertThat(answers).extracting(Answer::kind).containsOnly(Answer.Kind.ACCEPTED);
        return answers;
    }
}
