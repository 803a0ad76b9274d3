/** Charts as SVG whose colours follow the reader's theme. */
@NullMarked
package coupon.bench.chart;

import org.jspecify.annotations.NullMarked;
