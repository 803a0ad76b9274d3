/** The operations page as an operator uses it, in a real browser. */
@NullMarked
package coupon.verification.system.browser;

import org.jspecify.annotations.NullMarked;
