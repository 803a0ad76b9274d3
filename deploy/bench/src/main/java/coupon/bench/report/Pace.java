package coupon.bench.report;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * How long each part of a comparison takes.
 *
 * @param jvmArguments of the API, the workers and the load process: a run that has no time to wait for the optimising
 *     compiler does without it, so that it does not measure how far that has come
 * @param warmUpMax how long compilation may take to come to rest
 * @param inFull which modes get open loops, capacity and a kill; the others only the original scenario and backlogs
 * @param openLoopRates in requests a second, rising; only the first is asked of Redis as shipped
 * @param capacityRates in requests a second, rising; the search ends at the first that is too much
 * @param drainRequests how long a backlog is
 * @param drainRepeats of which the median counts
 * @param scalingInFull whether scaling is also measured with two workers, and with a database that is far away
 * @param killAfter how long requests come before the worker is killed
 * @param killWatch how long they come after it
 */
public record Pace(
        List<String> jvmArguments,
        Set<Mode> inFull,
        Duration warmUpMax,
        List<Integer> openLoopRates,
        Duration openLoop,
        List<Integer> capacityRates,
        Duration capacityStep,
        int drainRequests,
        int drainRepeats,
        boolean scalingInFull,
        int killRate,
        Duration killAfter,
        Duration killWatch) {
    /** Under 25 minutes, most of which the compilers take until they come to rest. */
    public static final Pace THOROUGH = new Pace(
            List.of(),
            Set.of(Mode.values()),
            Duration.ofSeconds(170),
            List.of(100, 500, 1_000),
            Duration.ofSeconds(8),
            List.of(500, 1_000, 1_500, 2_000, 2_500, 3_000, 4_000, 5_000, 6_000, 8_000, 10_000, 12_500, 15_000, 20_000),
            Duration.ofSeconds(4),
            60_000,
            3,
            true,
            200,
            Duration.ofSeconds(4),
            Duration.ofSeconds(20));

    /** Under 3 minutes; enough to see the picture, not to quote its figures. */
    public static final Pace QUICK = new Pace(
            List.of("-XX:TieredStopAtLevel=1"),
            Set.of(Mode.REDIS_TUNED, Mode.KAFKA_3),
            Duration.ofSeconds(8),
            List.of(200),
            Duration.ofSeconds(3),
            List.of(500, 1_000, 2_000),
            Duration.ofSeconds(2),
            20_000,
            1,
            false,
            100,
            Duration.ofSeconds(1),
            Duration.ofSeconds(12));
}
