/** What runs again and again beside the requests. */
@NullMarked
package coupon.api.background;

import org.jspecify.annotations.NullMarked;
