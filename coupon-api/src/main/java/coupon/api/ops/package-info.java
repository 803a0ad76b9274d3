/** The operations page: one sample a second for all viewers, and what an operator may do from it. */
@NullMarked
package coupon.api.ops;

import org.jspecify.annotations.NullMarked;
