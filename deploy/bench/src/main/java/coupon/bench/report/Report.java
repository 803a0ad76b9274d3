package coupon.bench.report;

import static java.util.Comparator.comparing;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All that was measured in one run of the comparison; the lists are in the order of the modes, whatever came first. */
public record Report(
        Instant startedAt,
        long tookSeconds,
        boolean quick,
        Machine machine,
        Pace pace,
        Map<Mode, Map<String, String>> settings,
        List<FirstRequests> firstRequests,
        List<OpenLoopRun> cold,
        List<OpenLoopRun> openLoops,
        List<Capacity> capacities,
        List<DrainRun> drains,
        List<KillRun> kills,
        Floor floor) {
    public Report {
        firstRequests = sorted(firstRequests, comparing(FirstRequests::mode));
        cold = sorted(cold, comparing(OpenLoopRun::mode));
        openLoops = sorted(openLoops, comparing(OpenLoopRun::ratePerSecond).thenComparing(OpenLoopRun::mode));
        capacities = sorted(capacities, comparing(Capacity::mode));
        drains = sorted(
                drains,
                comparing(DrainRun::databaseAwayMillis)
                        .thenComparing(DrainRun::mode)
                        .thenComparing(DrainRun::workers)
                        .thenComparing(DrainRun::coupons));
        kills = sorted(kills, comparing(KillRun::mode));
    }

    private static <T> List<T> sorted(List<T> runs, Comparator<T> order) {
        return runs.stream().sorted(order).toList();
    }

    /** Of every run. */
    public Stream<Verdict> verdicts() {
        return Stream.of(
                        firstRequests.stream().map(FirstRequests::verdict),
                        cold.stream().map(OpenLoopRun::verdict),
                        openLoops.stream().map(OpenLoopRun::verdict),
                        capacities.stream()
                                .flatMap(capacity -> capacity.steps().stream())
                                .map(OpenLoopRun::verdict),
                        drains.stream().map(DrainRun::verdict),
                        kills.stream().map(KillRun::verdict))
                .flatMap(verdicts -> verdicts);
    }
}
