/** The commands of {@code deploy/bench}: their options, and what they print and write. */
@NullMarked
package coupon.bench;

import org.jspecify.annotations.NullMarked;
