package coupon.verification.simulation;

import coupon.verification.simulation.SimulatedGroup.Assignment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One worker process: a decider for each of its partitions, and what is left of those that were taken away. */
final class SimulatedWorker {
    private final String name;
    private final World world;
    private final List<SimulatedDecider> deciders = new ArrayList<>();
    private final List<SimulatedDecider> zombies = new ArrayList<>();
    private boolean frozen;

    SimulatedWorker(String name, World world) {
        this.name = name;
        this.world = world;
    }

    String name() {
        return name;
    }

    boolean isFrozen() {
        return frozen;
    }

    boolean isIdle() {
        return zombies.isEmpty() && deciders.stream().allMatch(decider -> decider.isAtRest() && decider.isCommitted());
    }

    void assign(Assignment assignment) {
        deciders.forEach(SimulatedDecider::stop);
        zombies.addAll(deciders);
        deciders.clear();
        assignment
                .positions()
                .keySet()
                .forEach(partition -> deciders.add(
                        new SimulatedDecider(name, world, assignment, partition, lastZombieOf(partition))));
    }

    /** The process stands still or goes on; its transactions stay as they are. */
    void freeze(boolean frozen) {
        this.frozen = frozen;
        world.trace.say(() -> name + (frozen ? " freezes" : " thaws"));
    }

    /** The database ends what this worker's connections have open. */
    void loseSession() {
        world.trace.say(() -> name + "'s sessions end");
        deciders.forEach(SimulatedDecider::loseSession);
        zombies.forEach(SimulatedDecider::loseSession);
    }

    /** The next step of a worker that runs: of one of its deciders, or a commit of offsets. */
    void go() {
        List<Runnable> possible = new ArrayList<>();
        for (List<SimulatedDecider> group : List.of(zombies, deciders)) {
            for (SimulatedDecider decider : group) {
                if (decider.canGo()) {
                    possible.add(decider::go);
                }
                if (!decider.isCommitted()) {
                    possible.add(decider::commit);
                }
            }
        }
        if (!possible.isEmpty()) {
            world.random.oneOf(possible).run();
        }
        zombies.removeIf(SimulatedDecider::isAtRest);
    }

    private @Nullable SimulatedDecider lastZombieOf(int partition) {
        return zombies.stream()
                .filter(zombie -> zombie.partition() == partition)
                .reduce((first, second) -> second)
                .orElse(null);
    }
}
