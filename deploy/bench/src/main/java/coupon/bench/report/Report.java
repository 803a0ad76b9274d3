package coupon.bench.report;

import static java.util.Comparator.comparing;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that was measured in one run of the comparison; the lists are in the order of the modes, whatever came first. A
 * run that breaks a guarantee has no figure.
 */
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

    /** Whether every run kept the guarantees. */
    public boolean held() {
        List<OpenLoopRun> steps = capacities.stream()
                .flatMap(capacity -> capacity.steps().stream())
                .toList();
        return Stream.of(firstRequests, cold, openLoops, steps, drains, kills)
                .flatMap(List::stream)
                .allMatch(run -> run.verdict().held());
    }

    /** What was measured once. */
    public sealed interface Run {
        Mode mode();

        Verdict verdict();
    }

    /**
     * Whether a run kept the guarantees.
     *
     * @param requests that were sent
     * @param accepted how many of them the queue took
     * @param decided how many have an outcome
     * @param lost accepted, and without an outcome when all had come to rest
     * @param duplicates coupons that somebody got twice, and requests with more than one outcome
     * @param overtakings where somebody won, or lost, out of turn; counted up to 20
     * @param violations of any guarantee, in words
     */
    public record Verdict(
            int requests,
            int accepted,
            int decided,
            int lost,
            int duplicates,
            int overtakings,
            List<String> violations) {
        public boolean held() {
            return violations.isEmpty() && lost == 0 && duplicates == 0 && overtakings == 0;
        }

        /** What was measured in this run; NaN if a guarantee was broken. */
        public double figure(double measured) {
            return held() ? measured : Double.NaN;
        }
    }

    /**
     * The scenario that the original report tells of: a handful of requests to a system that has just been started.
     *
     * @param firstMillis the answer to the first request after the start
     * @param consecutiveMillis the answers to the requests after it, one by one
     * @param issuedMillis from request to coupon, one by one, each from the response to its request
     * @param tenAtOnceMillis until the last of ten was answered
     * @param tenIssuedMillis from the first of the ten to the decision of the last
     */
    public record FirstRequests(
            Mode mode,
            Verdict verdict,
            @Nullable Double firstMillis,
            List<Double> consecutiveMillis,
            List<Double> issuedMillis,
            @Nullable Double tenAtOnceMillis,
            @Nullable Double tenIssuedMillis)
            implements Run {
        public FirstRequests {
            boolean held = verdict.held();
            firstMillis = held ? firstMillis : null;
            consecutiveMillis = held ? consecutiveMillis : List.of();
            issuedMillis = held ? issuedMillis : List.of();
            tenAtOnceMillis = held ? tenAtOnceMillis : null;
            tenIssuedMillis = held ? tenIssuedMillis : null;
        }
    }

    /**
     * Requests at a constant rate, half of which wait for their coupon. Latency counts from when a request was due.
     *
     * @param errors answers that were neither an acceptance nor an outcome, or that did not come
     * @param answer of those that do not wait, until they are accepted
     * @param issued of those that wait, until the response that they have the coupon
     * @param notInTime how many of those had no outcome within their wait; they count with what they waited
     * @param sendDelayP99Millis how late the generator was: high, if it had no processor
     * @param answerMicros the samples behind {@code answer}, in the order in which they were due
     * @param issuedMicros the samples behind {@code issued}
     */
    public record OpenLoopRun(
            Mode mode,
            double ratePerSecond,
            Verdict verdict,
            int errors,
            LatencySummary answer,
            LatencySummary issued,
            int notInTime,
            double sendDelayP99Millis,
            List<Long> answerMicros,
            List<Long> issuedMicros)
            implements Run {
        public OpenLoopRun {
            boolean held = verdict.held();
            answer = held ? answer : LatencySummary.NONE;
            issued = held ? issued : LatencySummary.NONE;
        }

        /** Whether 99 of 100 were answered soon enough, and nothing went wrong. */
        public boolean answersInTime() {
            return errors == 0 && !answer.isEmpty() && answer.p99() <= Capacity.P99_MAX_MILLIS;
        }

        private boolean issuesInTime() {
            return errors == 0 && notInTime == 0 && !issued.isEmpty() && issued.p99() <= Capacity.P99_MAX_MILLIS;
        }
    }

    /** What a mode stands: open loops at rising rates, until one is too much. */
    public record Capacity(Mode mode, List<OpenLoopRun> steps) {
        /** The limit for 99 of 100, in milliseconds. */
        private static final double P99_MAX_MILLIS = 100;

        /** The highest rate at which requests have their coupon in time; 0 if none. */
        public double issuesPerSecond() {
            return steps.stream()
                    .takeWhile(OpenLoopRun::issuesInTime)
                    .mapToDouble(OpenLoopRun::ratePerSecond)
                    .max()
                    .orElse(0);
        }
    }

    /** So many coupons were issued so many seconds after the start. */
    public record ProgressPoint(double seconds, long issued) {}

    /**
     * A backlog that came while the workers were frozen, worked off by warm workers.
     *
     * @param workers that run
     * @param coupons over which the backlog is spread evenly
     * @param databaseAwayMillis by which the network to the database was made slower
     * @param requests in the backlog
     * @param perSecond coupons issued a second, of each repetition: from the thaw until the last was committed
     * @param progress of the last repetition
     */
    public record DrainRun(
            Mode mode,
            int workers,
            int coupons,
            long databaseAwayMillis,
            int requests,
            Verdict verdict,
            List<Double> perSecond,
            List<ProgressPoint> progress)
            implements Run {
        public DrainRun {
            perSecond = verdict.held() ? perSecond : List.of();
        }

        /** NaN if a guarantee was broken. */
        public double medianPerSecond() {
            return Stat.median(perSecond);
        }
    }

    /**
     * Requests at a constant rate, in the middle of which the worker that decides is killed (SIGKILL). One second later a
     * new one is launched, as an orchestrator does.
     *
     * @param killSeconds when, on the clock of {@code progress}
     * @param standstillSeconds the longest time in which nothing was issued for a coupon, from before the kill on
     * @param progress coupons issued, over all coupons
     */
    public record KillRun(
            Mode mode,
            double ratePerSecond,
            double killSeconds,
            Verdict verdict,
            @Nullable Double standstillSeconds,
            List<ProgressPoint> progress)
            implements Run {
        public KillRun {
            standstillSeconds = verdict.held() ? standstillSeconds : null;
        }
    }

    /**
     * What the decision and its storage alone take: one hot coupon, all winners, no queue.
     *
     * @param batch requests in a transaction
     * @param requests in a repetition
     * @param perSecond coupons issued a second, of each repetition
     */
    public record Floor(int batch, int requests, List<Double> perSecond) {
        public static final Floor NONE = new Floor(0, 0, List.of());
    }
}
