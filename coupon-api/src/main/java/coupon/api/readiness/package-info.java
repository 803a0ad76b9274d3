/** Whether this instance may be sent requests: its dependencies seen from outside, its cold start paid. */
@NullMarked
package coupon.api.readiness;

import org.jspecify.annotations.NullMarked;
