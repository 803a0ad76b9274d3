/** Sets aside, with the reason, what cannot even be read. */
@NullMarked
package coupon.worker.deadletter;

import org.jspecify.annotations.NullMarked;
