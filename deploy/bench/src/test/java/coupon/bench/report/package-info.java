/** Tests of the package of the same name. */
@NullMarked
package coupon.bench.report;

import org.jspecify.annotations.NullMarked;
