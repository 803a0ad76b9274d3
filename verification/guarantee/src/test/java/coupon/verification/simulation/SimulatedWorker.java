package coupon.verification.simulation;

import coupon.core.domain.QueuePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One worker process: a decider for each of its partitions, behind what is left of those that were taken away. */
final class SimulatedWorker {
    private final String name;
    private final World world;
    private final List<SimulatedDecider> deciders = new ArrayList<>();
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
        return deciders.stream()
                .allMatch(decider -> !decider.isStopped() && decider.isAtRest() && decider.isCommitted());
    }

    /** @param positions where to begin, in each of its partitions */
    void assign(int generation, Map<Integer, Long> positions) {
        deciders.forEach(SimulatedDecider::stop);
        positions.forEach((partition, position) -> {
            String decider = name + " on partition " + partition;
            deciders.add(new SimulatedDecider(
                    decider, world, generation, new QueuePosition(partition, position), lastOn(partition)));
        });
        world.say(() -> name + " is given " + positions + " in generation " + generation);
    }

    /** The process stands still or goes on; its transactions stay as they are. */
    void freeze(boolean frozen) {
        this.frozen = frozen;
        world.say(() -> name + (frozen ? " freezes" : " thaws"));
    }

    /** The database ends what this worker's connections have open. */
    void loseSession() {
        world.say(() -> name + "'s sessions end");
        deciders.forEach(SimulatedDecider::loseSession);
    }

    /** The next step of a worker that runs: of one of its deciders, or a commit of offsets. */
    void go() {
        List<Runnable> possible = new ArrayList<>();
        for (SimulatedDecider decider : deciders) {
            if (decider.canGo()) {
                possible.add(decider::go);
            }
            if (!decider.isCommitted()) {
                possible.add(decider::commit);
            }
        }
        if (!possible.isEmpty()) {
            world.random.oneOf(possible).run();
        }
        deciders.removeIf(decider -> decider.isStopped() && decider.isAtRest());
    }

    private @Nullable SimulatedDecider lastOn(int partition) {
        return deciders.stream()
                .filter(decider -> decider.partition() == partition)
                .reduce((first, second) -> second)
                .orElse(null);
    }
}
