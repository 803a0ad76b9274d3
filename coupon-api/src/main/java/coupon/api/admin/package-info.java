/** What operators do with coupons. */
@NullMarked
package coupon.api.admin;

import org.jspecify.annotations.NullMarked;
