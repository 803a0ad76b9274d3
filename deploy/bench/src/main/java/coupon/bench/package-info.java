/** The comparison as a command: what it runs, in which order, and how long. */
@NullMarked
package coupon.bench;

import org.jspecify.annotations.NullMarked;
