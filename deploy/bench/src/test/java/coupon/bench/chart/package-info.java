/** Tests of the package of the same name. */
@NullMarked
package coupon.bench.chart;

import org.jspecify.annotations.NullMarked;
