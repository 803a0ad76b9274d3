/** The queue as a Redis stream: one queue for all coupons, in the order of a sequence number. */
@NullMarked
package coupon.core.queue.redis;

import org.jspecify.annotations.NullMarked;
