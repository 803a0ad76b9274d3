/** The wiring and the settings of the worker: the only place that names adapters. */
@NullMarked
package coupon.worker;

import org.jspecify.annotations.NullMarked;
