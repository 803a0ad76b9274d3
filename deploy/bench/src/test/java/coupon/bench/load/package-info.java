/** Tests of the package of the same name. */
@NullMarked
package coupon.bench.load;

import org.jspecify.annotations.NullMarked;
