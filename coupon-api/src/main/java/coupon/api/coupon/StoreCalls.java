package coupon.api.coupon;

import coupon.api.problem.Problems;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Calls of the database that answer their caller within seconds. Only the caller is let go: a query is never cancelled,
 * because that would leave its connection in an unknown state.
 */
public final class StoreCalls {
    private static final Duration READ_MAX = Duration.ofSeconds(3);
    /** Longer than the server waits for a lock: a write that could not begin says so. */
    private static final Duration WRITE_MAX = Duration.ofSeconds(7);

    private StoreCalls() {}

    /** Fails with an exception that is answered with 503 if the database does not answer. */
    public static <T> Mono<T> read(Mono<T> query) {
        return query.timeout(READ_MAX, Mono.error(() -> new QueryTimeoutException("the database does not answer")));
    }

    /** The same for a stream: only its first element is waited for, because its reader may be slow. */
    public static <T> Flux<T> firstOf(Flux<T> query) {
        return query.timeout(
                Mono.delay(READ_MAX),
                element -> Mono.never(),
                Flux.error(() -> new QueryTimeoutException("the database does not answer")));
    }

    /** Fails with an exception that is answered with 503 if nothing was written, with 504 if that is not known. */
    public static <T> Mono<T> write(Mono<T> transaction) {
        return written(transaction.timeout(WRITE_MAX));
    }

    /** The same for a transaction that brings its own time-out. */
    public static <T> Mono<T> written(Mono<T> transaction) {
        return transaction
                .onErrorMap(
                        CannotCreateTransactionException.class,
                        failure -> new DataAccessResourceFailureException("the database cannot be reached", failure))
                .onErrorMap(
                        StoreCalls::isOutcomeUnknown,
                        failure -> Problems.exception(
                                HttpStatus.GATEWAY_TIMEOUT,
                                "The database did not confirm the change in time; it may or may not have been made."));
    }

    /** A statement that the server has refused (a lock wait, a deadlock) was rolled back; anything else may have reached the commit. */
    private static boolean isOutcomeUnknown(Throwable failure) {
        return failure instanceof TimeoutException
                || failure instanceof TransactionException
                || (failure instanceof DataAccessResourceFailureException
                        && !(failure.getCause() instanceof CannotCreateTransactionException));
    }
}
