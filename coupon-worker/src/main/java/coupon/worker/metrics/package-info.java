/** Counts and times what the worker decides and stores, whichever queue its requests come from. */
@NullMarked
package coupon.worker.metrics;

import org.jspecify.annotations.NullMarked;
