/** Tests of the package of the same name. */
@NullMarked
package coupon.bench;

import org.jspecify.annotations.NullMarked;
