package coupon.core.store;

/** The database refuses the data itself: trying again would fail in the same way. Not an outage. */
public final class StoreRejectedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreRejectedException(String message, Throwable cause) {
        super(message, cause);
    }
}
