/** Tests of the package of the same name. */
@NullMarked
package coupon.verification.testkit;

import org.jspecify.annotations.NullMarked;
