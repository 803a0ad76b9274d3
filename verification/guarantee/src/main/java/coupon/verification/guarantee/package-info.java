/** The guarantees as classes: given what was observed from outside, they say whether each held, and where it did not. */
@NullMarked
package coupon.verification.guarantee;

import org.jspecify.annotations.NullMarked;
