/** Tests of the package of the same name. */
@NullMarked
package coupon.bench.stat;

import org.jspecify.annotations.NullMarked;
