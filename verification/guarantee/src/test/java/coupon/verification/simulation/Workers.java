package coupon.verification.simulation;

import java.util.ArrayList;
import java.util.List;

/** The worker processes and what happens to them. */
final class Workers {
    private static final int WORKERS_MAX = 3;

    private final World world;
    private final Randomness random;
    private final List<SimulatedWorker> alive = new ArrayList<>();
    private final List<SimulatedWorker> deadWithOpenSession = new ArrayList<>();
    private int started;

    Workers(World world) {
        this.world = world;
        random = world.random;
        for (int i = random.between(1, WORKERS_MAX); i > 0; i--) {
            start();
        }
        moveAllPartitions();
    }

    /** One of them takes a step, unless it is frozen. */
    void go() {
        if (!alive.isEmpty()) {
            SimulatedWorker worker = random.oneOf(alive);
            if (!worker.isFrozen()) {
                worker.go();
            }
        }
    }

    void disturb() {
        if (alive.size() < WORKERS_MAX && random.oneIn(10)) {
            start();
            moveAllPartitions();
        }
        if (!alive.isEmpty()) {
            disturb(random.oneOf(alive));
        }
        if (random.strikes(Fault.OFFSET_REWINDS)) {
            world.group.rewind();
        }
        if (random.strikes(Fault.PARTITIONS_MOVE)) {
            moveAllPartitions();
        }
        if (!deadWithOpenSession.isEmpty() && random.oneIn(10)) {
            deadWithOpenSession.remove(0).loseSession();
        }
    }

    /** All workers run, no session is left over. */
    void heal() {
        deadWithOpenSession.forEach(SimulatedWorker::loseSession);
        deadWithOpenSession.clear();
        alive.forEach(worker -> worker.freeze(false));
        if (alive.isEmpty()) {
            start();
        }
        moveAllPartitions();
    }

    boolean areIdle() {
        return alive.stream().allMatch(SimulatedWorker::isIdle);
    }

    private void disturb(SimulatedWorker worker) {
        if (random.strikes(Fault.WORKER_CRASHES)) {
            crash(worker);
        } else if (random.strikes(Fault.SESSION_ENDS)) {
            worker.loseSession();
        } else if (!worker.isFrozen() && random.strikes(Fault.WORKER_FREEZES)) {
            worker.freeze(true);
        } else if (worker.isFrozen() && random.strikes(Fault.WORKER_THAWS)) {
            worker.freeze(false);
        } else if (worker.isFrozen() && random.oneIn(20)) {
            moveAllPartitions();
        }
    }

    /** A killed process is heard of at once or, from another machine, some time later. */
    private void crash(SimulatedWorker worker) {
        world.say(() -> worker.name() + " crashes");
        alive.remove(worker);
        if (random.oneIn(2)) {
            worker.loseSession();
        } else {
            deadWithOpenSession.add(worker);
        }
        moveAllPartitions();
    }

    private void start() {
        alive.add(new SimulatedWorker("worker " + ++started, world));
    }

    private void moveAllPartitions() {
        world.group.rebalance(
                alive.stream().filter(worker -> !worker.isFrozen()).toList());
    }
}
