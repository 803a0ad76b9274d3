package coupon.worker.guard;

/**
 * Notices that the events topic has another number of partitions than when this process first saw it.
 *
 * <p>Decisions go on: stock and holders are the database's, whichever line a request stands in. Only the order between
 * a coupon's old line and its new one is not known, and nobody can tell it afterwards.
 */
public final class PartitionCountGuard {
    private final Conditions conditions;
    private int countAtFirst;

    public PartitionCountGuard(Conditions conditions) {
        this.conditions = conditions;
    }

    /** To be called by one thread. */
    public void seen(EventsTopic topic) {
        int count = topic.partitionCount();
        if (countAtFirst == 0) {
            countAtFirst = count;
        } else if (count != countAtFirst) {
            conditions.found(
                    Condition.EVENTS_PARTITIONS_CHANGED,
                    "the events topic had " + countAtFirst + " partitions and has " + count
                            + ", so coupons have moved to other lines; all requests are decided, but the order between"
                            + " a coupon's old line and its new one is not known");
        }
    }
}
