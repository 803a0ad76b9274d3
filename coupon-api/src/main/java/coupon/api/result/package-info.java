/** The state and outcome of requests: for callers that wait, that follow an event stream, and that poll. */
@NullMarked
package coupon.api.result;

import org.jspecify.annotations.NullMarked;
