/** The command that collects what topics and database hold of a coupon, has the guarantees judge it, and reports. */
@NullMarked
package coupon.verification.audit;

import org.jspecify.annotations.NullMarked;
