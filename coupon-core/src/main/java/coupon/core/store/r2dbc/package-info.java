/** MySQL and MariaDB through R2DBC: every SQL statement of the product stands here. */
@NullMarked
package coupon.core.store.r2dbc;

import org.jspecify.annotations.NullMarked;
