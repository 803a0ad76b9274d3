/** A running stack seen from outside, by system tests and measurements: its API, its tables, its queue. */
@NullMarked
package coupon.verification.observer;

import org.jspecify.annotations.NullMarked;
