/** What the product is measured against: an application of the same framework that does nothing. */
@NullMarked
package coupon.bench.bare;

import org.jspecify.annotations.NullMarked;
