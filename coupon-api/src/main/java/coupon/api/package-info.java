/** The wiring and the settings of the API: the only place that names adapters. */
@NullMarked
package coupon.api;

import org.jspecify.annotations.NullMarked;
