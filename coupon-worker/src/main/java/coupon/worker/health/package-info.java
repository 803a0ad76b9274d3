/** Tells the truth about the worker, and tells it at once, whatever its broker does. */
@NullMarked
package coupon.worker.health;

import org.jspecify.annotations.NullMarked;
