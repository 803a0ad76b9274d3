package coupon.core.queue;

/** The request was sent and the acknowledgement stayed out: it may or may not be queued, now or later. */
public final class QueueAcknowledgementUnknownException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public QueueAcknowledgementUnknownException(String message, Throwable cause) {
        super(message, cause);
    }
}
