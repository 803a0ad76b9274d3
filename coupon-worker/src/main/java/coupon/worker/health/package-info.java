/** Reports whether the worker decides, at once, whatever its broker and its database do. */
@NullMarked
package coupon.worker.health;

import org.jspecify.annotations.NullMarked;
