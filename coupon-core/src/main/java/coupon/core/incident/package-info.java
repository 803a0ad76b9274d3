/** Says once when something begins to fail, and once when it works again. */
@NullMarked
package coupon.core.incident;

import org.jspecify.annotations.NullMarked;
