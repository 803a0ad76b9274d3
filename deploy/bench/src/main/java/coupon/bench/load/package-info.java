/** The load, made by a process of its own: when each request is due, who sends it, what came of it. */
@NullMarked
package coupon.bench.load;

import org.jspecify.annotations.NullMarked;
