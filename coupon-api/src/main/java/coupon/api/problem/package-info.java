/** Every refusal and fault as a problem of RFC 9457, from one place. */
@NullMarked
package coupon.api.problem;

import org.jspecify.annotations.NullMarked;
