package coupon.verification.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The consumer group: who owns which partition, by generations, and what is committed. Partitions are taken away
 * without asking, so a worker in the middle of a batch goes on with it as a zombie.
 */
final class SimulatedGroup {
    private final World world;
    private final long[] committed;
    private int generation;

    SimulatedGroup(World world) {
        this.world = world;
        committed = new long[world.log.partitionCount()];
    }

    /** Deals the partitions out anew, each from where it is committed. */
    void rebalance(List<SimulatedWorker> members) {
        generation++;
        List<Map<Integer, Long>> positions = new ArrayList<>();
        members.forEach(member -> positions.add(new HashMap<>()));
        for (int partition = 0; partition < committed.length && !members.isEmpty(); partition++) {
            world.random.oneOf(positions).put(partition, committed[partition]);
        }
        for (int i = 0; i < members.size(); i++) {
            members.get(i).assign(generation, positions.get(i));
        }
    }

    /** @throws OutageException if the offsets may not be committed, or the group knows the worker no more */
    void commit(int ofGeneration, int partition, long next) {
        if (world.random.strikes(Fault.OFFSET_COMMIT_FAILS)) {
            throw new OutageException("the offsets are not committed");
        }
        if (ofGeneration != generation && !world.random.strikes(Fault.STALE_OFFSET_COMMIT_ACCEPTED)) {
            throw new OutageException("the group has moved on");
        }
        committed[partition] = next;
        world.invariants.acknowledged(partition, next);
        if (world.random.strikes(Fault.OFFSET_COMMIT_ACKNOWLEDGEMENT_LOST)) {
            throw new OutageException("the offsets may be committed or not");
        }
    }

    /** A worker that reads on does not notice before the partitions move. */
    void rewind() {
        int partition = world.random.below(committed.length);
        long from = committed[partition];
        long to = world.random.oneIn(3) ? 0 : Math.max(0, from - world.random.below(10));
        world.say(() -> "offset of partition " + partition + " goes back from " + from + " to " + to);
        committed[partition] = to;
    }

    /** Everything in the log is decided, published and acknowledged. */
    boolean isAtEnd() {
        return IntStream.range(0, committed.length)
                .allMatch(partition -> committed[partition] >= world.log.end(partition));
    }
}
