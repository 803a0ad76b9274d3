/** Load on the API from a process of its own: open loops for latency, closed loops for capacity. */
@NullMarked
package coupon.verification.testkit.load;

import org.jspecify.annotations.NullMarked;
