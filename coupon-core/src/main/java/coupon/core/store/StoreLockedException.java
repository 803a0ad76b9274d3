package coupon.core.store;

/** Another transaction held a lock for longer than the lock wait. Nothing was stored. */
public final class StoreLockedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreLockedException(String message, Throwable cause) {
        super(message, cause);
    }
}
