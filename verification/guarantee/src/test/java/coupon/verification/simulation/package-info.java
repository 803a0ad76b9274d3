/** Seeded simulation: the real decision and the real processor in a world whose every step and fault a seed decides. */
@NullMarked
package coupon.verification.simulation;

import org.jspecify.annotations.NullMarked;
