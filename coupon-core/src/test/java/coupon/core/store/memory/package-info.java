/** The store's contract in memory: for simulations, held to the same tests as the real one. */
@NullMarked
package coupon.core.store.memory;

import org.jspecify.annotations.NullMarked;
