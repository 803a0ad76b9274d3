/** The stack with stand-ins for the applications, and its parts. */
@NullMarked
package coupon.local;

import org.jspecify.annotations.NullMarked;
