/** The ports of the queue: adding requests, taking them, publishing and following results, monitoring, dead letters. */
@NullMarked
package coupon.core.queue;

import org.jspecify.annotations.NullMarked;
