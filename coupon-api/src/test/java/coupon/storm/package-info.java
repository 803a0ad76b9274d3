/** What the API is measured against: endpoints that do nothing, behind the same filters, in the same process. */
@NullMarked
package coupon.storm;

import org.jspecify.annotations.NullMarked;
