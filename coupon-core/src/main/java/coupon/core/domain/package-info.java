/** The pure rule of first come, first served and the values it speaks of: no I/O, no clock, no framework. */
@NullMarked
package coupon.core.domain;

import org.jspecify.annotations.NullMarked;
