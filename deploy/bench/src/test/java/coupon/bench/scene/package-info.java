/** Tests of the package of the same name. */
@NullMarked
package coupon.bench.scene;

import org.jspecify.annotations.NullMarked;
