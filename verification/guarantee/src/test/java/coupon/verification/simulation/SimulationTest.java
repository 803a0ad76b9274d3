package coupon.verification.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import coupon.core.domain.CouponIssueStatus;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Thousands of worlds. The first seed that fails is reported with the steps that led there; {@code -Dsimulation.seed=N}
 * runs that one alone and prints its steps, {@code -Dsimulation.seeds=N} runs so many.
 */
class SimulationTest {
    private static final int SEEDS = Integer.getInteger("simulation.seeds", 5_000);

    private static final Set<String> MEETINGS = Set.of(
            "waits to lock coupons",
            "waits to insert",
            "duplicate event",
            "group has moved on",
            "has ended the session");

    @Test
    @DisabledIfSystemProperty(named = "simulation.seed", matches = ".*")
    void whatever_goes_wrong_the_guarantees_hold() {
        for (long seed = 0; seed < SEEDS; seed++) {
            if (!Simulation.run(seed, Variant.PRODUCT).violations().isEmpty()) {
                throw new AssertionError(story(seed));
            }
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "simulation.seed", matches = ".*")
    void the_given_seed_holds() {
        long seed = Long.getLong("simulation.seed", 0);
        System.out.println(story(seed));

        assertThat(Simulation.runTraced(seed, Variant.PRODUCT).violations()).isEmpty();
    }

    @Test
    void the_same_seed_is_the_same_run() {
        for (long seed = 0; seed < 20; seed++) {
            List<String> trace = Simulation.runTraced(seed, Variant.PRODUCT).trace();

            assertThat(trace)
                    .hasSizeGreaterThan(50)
                    .isEqualTo(Simulation.runTraced(seed, Variant.PRODUCT).trace());
        }
    }

    /** Else a run without violations would say little. */
    @Test
    void every_fault_strikes_and_every_outcome_and_every_kind_of_meeting_occurs() {
        Set<Fault> faults = EnumSet.noneOf(Fault.class);
        Set<CouponIssueStatus> outcomes = EnumSet.noneOf(CouponIssueStatus.class);
        Set<String> meetings = new TreeSet<>(MEETINGS);
        for (long seed = 0; seed < 300; seed++) {
            Simulation.Outcome run = Simulation.runTraced(seed, Variant.PRODUCT);
            faults.addAll(run.faults());
            outcomes.addAll(run.outcomes());
            meetings.removeIf(meeting -> run.trace().stream().anyMatch(line -> line.contains(meeting)));
        }

        assertThat(faults).containsExactlyInAnyOrder(Fault.values());
        assertThat(outcomes).containsExactlyInAnyOrder(CouponIssueStatus.values());
        assertThat(meetings).as("what never occurred").isEmpty();
    }

    private static String story(long seed) {
        Simulation.Outcome run = Simulation.runTraced(seed, Variant.PRODUCT);
        return String.join("\n", run.trace()) + "\nseed " + seed + ": "
                + (run.violations().isEmpty() ? "all holds" : String.join("\n", run.violations()))
                + "\nrun it alone with -Dsimulation.seed=" + seed;
    }
}
