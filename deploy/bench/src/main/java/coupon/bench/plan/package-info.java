/** What is compared, and how long each part of it takes. */
@NullMarked
package coupon.bench.plan;

import org.jspecify.annotations.NullMarked;
