/** The JSON that requests and results have in the queue, and the values that are read from it. */
@NullMarked
package coupon.core.queue.wire;

import org.jspecify.annotations.NullMarked;
