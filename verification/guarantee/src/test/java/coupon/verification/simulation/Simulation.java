package coupon.verification.simulation;

import coupon.core.domain.CouponIssueStatus;
import coupon.verification.guarantee.Guarantees;
import coupon.verification.guarantee.Violation;
import coupon.verification.simulation.SimulatedLog.Entry;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * One run of a world: a few hundred steps with faults, then healing, then what is left to do within a bounded number of
 * steps, then the audit. All of it follows from the seed.
 */
final class Simulation {
    private final World world;
    private final Workers workers;
    private final Clients clients;
    private final Operator operator;

    private Simulation(long seed, Variant variant, boolean traced, boolean watching) {
        world = new World(seed, variant, traced, watching);
        workers = new Workers(world);
        clients = new Clients(world);
        operator = new Operator(world);
    }

    /** Checked after every step, and at the end. */
    static Outcome run(long seed, Variant variant) {
        return new Simulation(seed, variant, false, true).run();
    }

    /** The same run, with all its steps to be read. */
    static Outcome runTraced(long seed, Variant variant) {
        return new Simulation(seed, variant, true, true).run();
    }

    /** Checked at the end alone, by what can be seen from outside. */
    static Outcome runOnlyAudited(long seed, Variant variant) {
        return new Simulation(seed, variant, false, false).run();
    }

    private Outcome run() {
        disturbedSteps();
        if (holds()) {
            heal();
            drain();
        }
        if (holds()) {
            audit();
        }
        Set<CouponIssueStatus> outcomes = EnumSet.noneOf(CouponIssueStatus.class);
        world.store.stored.values().forEach(row -> outcomes.add(row.outcome()));
        return new Outcome(world.invariants.violations(), world.trace(), world.random.struck(), outcomes);
    }

    private void disturbedSteps() {
        int steps = world.random.between(50, 500);
        for (int i = 0; i < steps && holds(); i++) {
            step();
            if (i == steps / 2) {
                world.store.stored.values().forEach(world.evidence::storedEarlier);
            }
        }
    }

    private void step() {
        world.nextStep();
        switch (world.random.below(8)) {
            case 0, 1 -> clients.act();
            case 2 -> operator.act();
            case 3 -> workers.disturb();
            default -> workers.go();
        }
    }

    private void heal() {
        world.random.endFaults();
        workers.heal();
        clients.askOnceMore();
        world.say(() -> "healed");
    }

    /** Liveness: with the faults over, everything accepted is decided, published and acknowledged before long. */
    private void drain() {
        long stepsMax = 500 + 60L * world.log.all().size();
        for (long i = 0; i < stepsMax && holds() && !isDone(); i++) {
            world.nextStep();
            workers.go();
        }
        if (holds() && !isDone()) {
            world.invariants.violated("not done within " + stepsMax + " steps after the last fault");
        }
    }

    private boolean isDone() {
        return world.group.isAtEnd() && workers.areIdle();
    }

    private void audit() {
        for (Entry entry : world.log.all()) {
            world.evidence.logged(entry.position(), entry.decoded());
        }
        world.store.stored.values().forEach(world.evidence::stored);
        world.store.holdings.forEach(world.evidence::holding);
        world.store.coupons.values().forEach(world.evidence::coupon);
        Guarantees.check(world.evidence).stream().map(Violation::toString).forEach(world.invariants::violated);
    }

    private boolean holds() {
        return world.invariants.violations().isEmpty();
    }

    /** What came of a run, and how far it went. */
    record Outcome(List<String> violations, List<String> trace, Set<Fault> faults, Set<CouponIssueStatus> outcomes) {}
}
