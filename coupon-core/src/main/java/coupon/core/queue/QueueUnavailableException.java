package coupon.core.queue;

import org.jspecify.annotations.Nullable;

/** The queue cannot accept now; the request was certainly not queued. */
public final class QueueUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public QueueUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Of a question to the queue. */
    public static QueueUnavailableException noAnswer(Throwable cause) {
        return new QueueUnavailableException("the queue does not answer", cause);
    }
}
