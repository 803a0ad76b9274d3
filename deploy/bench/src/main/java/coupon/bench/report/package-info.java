/** What is compared, and what was measured, as data and as a page; and the arithmetic over samples. */
@NullMarked
package coupon.bench.report;

import org.jspecify.annotations.NullMarked;
