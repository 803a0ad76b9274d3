/** Where a request for a coupon enters: judged early, queued, and answered. */
@NullMarked
package coupon.api.issue;

import org.jspecify.annotations.NullMarked;
