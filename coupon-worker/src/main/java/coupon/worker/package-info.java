/** The worker application and its settings. */
@NullMarked
package coupon.worker;

import org.jspecify.annotations.NullMarked;
