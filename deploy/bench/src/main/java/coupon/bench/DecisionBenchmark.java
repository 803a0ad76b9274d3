package coupon.bench;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochRandomGenerator;
import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueDecision;
import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.CouponIssueRequest;
import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.QueuePosition;
import coupon.core.queue.wire.CouponIssueEventCodec;
import coupon.core.queue.wire.CouponIssueResultCodec;
import coupon.core.queue.wire.DecodedRecord;
import coupon.core.queue.wire.PublishedResult;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the decision of a batch of {@value #BATCH} and the wire form of its records take, without any I/O: nanoseconds a
 * request. {@code deploy/bench/micro} runs it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(DecisionBenchmark.BATCH)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class DecisionBenchmark {
    static final int BATCH = 1_000;

    private static final long COUPON_ID = 7;
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.123456Z");
    private static final TimeBasedEpochRandomGenerator IDS = Generators.timeBasedEpochRandomGenerator();
    private static final byte[] KEY = CouponIssueEvent.partitionKey(COUPON_ID).getBytes(StandardCharsets.UTF_8);

    private final CouponIssueEventCodec eventCodec = new CouponIssueEventCodec();
    private final CouponIssueResultCodec resultCodec = new CouponIssueResultCodec();
    private final List<CouponIssueRequest> batch = IntStream.range(0, BATCH)
            .mapToObj(number -> new CouponIssueRequest(
                    new CouponIssueEvent(IDS.generate(), 1_000_000 + number, COUPON_ID, NOW),
                    new QueuePosition(0, number)))
            .toList();
    private final List<CouponIssueResult> results = decideWinners();
    private final List<byte[]> encodedEvents = encodeEvents();
    private final List<byte[]> encodedResults = encodeResults();

    /** There is one for each. */
    @Benchmark
    public List<CouponIssueResult> decideWinners() {
        return decide(BATCH);
    }

    /** There is none left. */
    @Benchmark
    public List<CouponIssueResult> decideSoldOut() {
        return decide(0);
    }

    @Benchmark
    public List<byte[]> encodeEvents() {
        return batch.stream().map(request -> eventCodec.encode(request.event())).toList();
    }

    @Benchmark
    public List<DecodedRecord> decodeEvents() {
        return IntStream.range(0, BATCH)
                .mapToObj(number -> eventCodec.decode(
                        KEY, encodedEvents.get(number), batch.get(number).position()))
                .toList();
    }

    @Benchmark
    public List<byte[]> encodeResults() {
        return results.stream().map(resultCodec::encode).toList();
    }

    @Benchmark
    public List<PublishedResult> decodeResults() {
        return encodedResults.stream().map(resultCodec::decode).toList();
    }

    private List<CouponIssueResult> decide(long stock) {
        Coupon coupon = new Coupon(COUPON_ID, "bench", BATCH, stock, null, null, false, 0, 0, null);
        return CouponIssueDecision.decide(batch, Map.of(COUPON_ID, coupon), Set.of(), NOW);
    }
}
