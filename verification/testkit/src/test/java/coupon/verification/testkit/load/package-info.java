/** Tests of the package of the same name. */
@NullMarked
package coupon.verification.testkit.load;

import org.jspecify.annotations.NullMarked;
