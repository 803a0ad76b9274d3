/** The API as tests start it, and the worker they play. */
@NullMarked
package coupon.api.testing;

import org.jspecify.annotations.NullMarked;
