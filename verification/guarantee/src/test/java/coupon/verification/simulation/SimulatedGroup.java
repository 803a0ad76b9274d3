package coupon.verification.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The consumer group: who owns which partition, by generations, and what is committed. Partitions are taken away
 * without asking, so a worker in the middle of a batch goes on with it as a zombie.
 */
final class SimulatedGroup {
    private final Randomness random;
    private final Trace trace;
    private final long[] committed;
    private final LiveInvariants invariants;
    private int generation;

    SimulatedGroup(int partitions, Randomness random, Trace trace, LiveInvariants invariants) {
        this.random = random;
        this.trace = trace;
        this.invariants = invariants;
        committed = new long[partitions];
    }

    /** Deals the partitions out anew, each from where it is committed. */
    void rebalance(List<SimulatedWorker> members) {
        generation++;
        List<Map<Integer, Long>> positions = new ArrayList<>();
        members.forEach(member -> positions.add(new HashMap<>()));
        for (int partition = 0; partition < committed.length && !members.isEmpty(); partition++) {
            random.oneOf(positions).put(partition, committed[partition]);
        }
        for (int i = 0; i < members.size(); i++) {
            var assignment = new Assignment(generation, positions.get(i));
            String name = members.get(i).name();
            members.get(i).assign(assignment);
            trace.say(() -> name + " is given " + assignment);
        }
    }

    /** @throws OutageException if the offsets may not be committed, or the group knows the worker no more */
    void commit(Assignment assignment, int partition, long next) {
        if (random.strikes(Fault.OFFSET_COMMIT_FAILS)) {
            throw new OutageException("the offsets are not committed");
        }
        if (assignment.generation != generation && !random.strikes(Fault.STALE_OFFSET_COMMIT_ACCEPTED)) {
            throw new OutageException("the group has moved on");
        }
        committed[partition] = next;
        invariants.acknowledged(partition, next);
        if (random.strikes(Fault.OFFSET_COMMIT_ACKNOWLEDGEMENT_LOST)) {
            throw new OutageException("the offsets may be committed or not");
        }
    }

    /** A worker that reads on does not notice before the partitions move. */
    void rewind() {
        int partition = random.below(committed.length);
        long to = random.oneIn(3) ? 0 : Math.max(0, committed[partition] - random.below(10));
        trace.say(() -> "offset of partition " + partition + " goes back from " + committed[partition] + " to " + to);
        committed[partition] = to;
    }

    long committed(int partition) {
        return committed[partition];
    }

    /** What one worker may read, and how far it has. */
    record Assignment(int generation, Map<Integer, Long> positions) {}
}
