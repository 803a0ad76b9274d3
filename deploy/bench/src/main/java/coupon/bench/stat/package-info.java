/** Arithmetic over samples, without I/O. */
@NullMarked
package coupon.bench.stat;

import org.jspecify.annotations.NullMarked;
