package coupon.core.queue.redis;

/** Stream ids of the form {@code <place>-0}. */
final class StreamIds {
    private StreamIds() {}

    static String of(long place) {
        return place + "-0";
    }

    static long place(String id) {
        return Long.parseLong(id.substring(0, id.indexOf('-')));
    }
}
