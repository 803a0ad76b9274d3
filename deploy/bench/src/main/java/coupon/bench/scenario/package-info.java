/** The scenarios: what is done to a running stack, and what is measured while it is done. */
@NullMarked
package coupon.bench.scenario;

import org.jspecify.annotations.NullMarked;
