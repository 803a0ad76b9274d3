package coupon.core.queue;

import java.util.List;
import reactor.core.publisher.Mono;

/**
 * The line of people, for those who decide it by asking for the next ones.
 *
 * <p>Asking takes nobody out of the line: whoever decides and dies has taken nothing with him, and the next one who asks
 * is given the same requests. Any number may ask at the same time; each is given a beginning of what is left, so nobody
 * can decide a request before those ahead of it are decided. Everything here may be repeated, and fails if it may not
 * have been done: then it is to be repeated.
 */
public interface CouponIssuePolledQueue {
    /**
     * The oldest requests, oldest first; empty if nobody waits.
     *
     * @param max how many at most, from 1
     */
    Mono<List<PolledRequest>> getNextCouponIssueRequests(int max);

    /** Takes requests out of the line that are decided, stored and published. */
    Mono<Void> acknowledge(List<PolledRequest> decided);

    /** Moves what cannot be decided from the line to the dead letters, in one step. */
    Mono<Void> setAside(PolledRequest undecodable, String reason);
}
