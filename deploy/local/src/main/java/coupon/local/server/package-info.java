/** Real servers as processes of their own, which can be started, stopped, killed and frozen. */
@NullMarked
package coupon.local.server;

import org.jspecify.annotations.NullMarked;
