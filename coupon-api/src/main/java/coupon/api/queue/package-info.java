/** The queue as the API uses it: guarded by a circuit breaker, watched, and measured. */
@NullMarked
package coupon.api.queue;

import org.jspecify.annotations.NullMarked;
