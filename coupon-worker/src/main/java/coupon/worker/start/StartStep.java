package coupon.worker.start;

/**
 * Something that must have worked before the worker decides. It is repeated until it does.
 *
 * @param activity as in "migrating the database"
 */
public record StartStep(String activity, Action action) {
    /** May fail in any way, and be called again. */
    @FunctionalInterface
    public interface Action {
        void run() throws Exception;
    }
}
