/** What was measured, as data, as a page and as images. */
@NullMarked
package coupon.bench.report;

import org.jspecify.annotations.NullMarked;
