/** The port to the line of people, the wire form of what waits in it, and of what comes out. */
@NullMarked
package coupon.core.queue;

import org.jspecify.annotations.NullMarked;
