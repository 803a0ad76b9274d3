package coupon.bench.report;

import coupon.bench.plan.Mode;
import coupon.bench.plan.Pace;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All that was measured in one run of the comparison; the lists are in the order in which it was. */
public record Report(
        Instant startedAt,
        long tookSeconds,
        boolean quick,
        Machine machine,
        Pace pace,
        Map<Mode, Map<String, String>> settings,
        List<FirstRequests> firstRequests,
        List<OpenLoopRun> openLoops,
        List<Capacity> capacities,
        List<DrainRun> drains,
        List<KillRun> kills,
        Floor floor) {

    /** Of every run of a mode. */
    public Stream<Verdict> verdicts(Mode mode) {
        return Stream.of(
                        firstRequests.stream().filter(run -> run.mode() == mode).map(FirstRequests::verdict),
                        openLoops.stream().filter(run -> run.mode() == mode).map(OpenLoopRun::verdict),
                        capacities.stream()
                                .filter(capacity -> capacity.mode() == mode)
                                .flatMap(capacity -> capacity.steps().stream())
                                .map(OpenLoopRun::verdict),
                        drains.stream().filter(run -> run.mode() == mode).map(DrainRun::verdict),
                        kills.stream().filter(run -> run.mode() == mode).map(KillRun::verdict))
                .flatMap(verdicts -> verdicts);
    }

    public List<Mode> modes() {
        return Stream.of(Mode.values())
                .filter(mode -> verdicts(mode).findAny().isPresent())
                .toList();
    }
}
