/** What tests and measurements share and what knows nothing of the product's own code. */
@NullMarked
package coupon.verification.testkit;

import org.jspecify.annotations.NullMarked;
