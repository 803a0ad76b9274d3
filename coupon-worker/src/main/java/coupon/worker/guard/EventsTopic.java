package coupon.worker.guard;

import java.util.Map;
import org.apache.kafka.common.Uuid;

/**
 * The events topic as the broker told of it.
 *
 * @param id of the topic that has the name now
 * @param beginOffsets where each partition begins
 * @param committedOffsets where the group goes on, for the partitions in which it has committed; asked for after the
 *     beginnings, or what was decided and deleted in between would look undecided
 */
public record EventsTopic(Uuid id, Map<Integer, Long> beginOffsets, Map<Integer, Long> committedOffsets) {
    int partitionCount() {
        return beginOffsets.size();
    }
}
