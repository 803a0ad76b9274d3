package coupon.core.store;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** What operators did through the API, and when: recorded before it is done, completed when it is answered. */
public interface OperatorActionLog {
    /**
     * Records that an operator is about to do something. Texts longer than 200 characters are shortened, and control
     * characters replaced.
     *
     * @return the record's id, once it is stored
     */
    Mono<Long> begin(String operator, String action);

    /** Completes a record with the HTTP status of the response. */
    Mono<Void> end(long id, int status);

    /** The newest records, newest first. */
    Mono<List<OperatorAction>> newest(int max);

    /** @param status of the response; null while there is none, and for ever if the process died before it */
    record OperatorAction(
            Instant at,
            String operator,
            String action,
            @Nullable Integer status) {}
}
