package coupon.core.queue.redis;

import coupon.core.domain.QueuePosition;

/** Ids of the entries of a stream. The scripts give ids of the form {@code <sequence number>-0}. */
final class StreamIds {
    /** There is one queue for all coupons. */
    static final int PARTITION = 0;

    private static final long SEQUENCE_MAX = 1L << 53; // numbers in Lua are doubles

    private StreamIds() {}

    static String of(long sequenceNumber) {
        return sequenceNumber + "-0";
    }

    /** Whether the scripts could have given this id; any client of Redis may add entries with others. */
    static boolean isOwn(String id) {
        return id.endsWith("-0") && position(id).offset() <= SEQUENCE_MAX;
    }

    /** The position that an id stands for; foreign ids may exceed the range of a position, which then ends it. */
    static QueuePosition position(String id) {
        long number = number(id);
        return new QueuePosition(PARTITION, number < 0 ? Long.MAX_VALUE : number);
    }

    /** Of the times or sequence numbers, without what follows the dash. */
    static int compare(String id, String other) {
        return Long.compareUnsigned(number(id), number(other));
    }

    private static long number(String id) {
        return Long.parseUnsignedLong(id.substring(0, id.indexOf('-')));
    }
}
