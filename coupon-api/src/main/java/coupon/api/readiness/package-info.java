/** When an instance becomes ready: once its dependencies were reachable and its cold start is over. */
@NullMarked
package coupon.api.readiness;

import org.jspecify.annotations.NullMarked;
