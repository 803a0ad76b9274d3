/** The coupons as this instance sees them: a snapshot of the database, renewed a few times a second. */
@NullMarked
package coupon.api.coupon;

import org.jspecify.annotations.NullMarked;
