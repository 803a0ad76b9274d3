/** The servers, started, killed, frozen and asked. */
@NullMarked
package coupon.local.server;

import org.jspecify.annotations.NullMarked;
