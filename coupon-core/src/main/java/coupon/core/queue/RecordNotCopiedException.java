package coupon.core.queue;

/** The dead letter is a reference: the record itself was too large to be copied, and cannot be queued again from it. */
public final class RecordNotCopiedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RecordNotCopiedException(String message) {
        super(message);
    }
}
